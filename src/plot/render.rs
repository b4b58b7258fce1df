//! A figure becomes a picture: SVG, and of it PNG and PDF.

use super::error::PlotError;
use super::figure::Figure;
use super::layout::{Layout, way_to_whole_footer};
use super::raster::Picture;
use super::{paint, pdf, raster};

impl Figure {
    /// The figure as SVG.
    ///
    /// # Errors
    /// When limits leave nothing, or the picture cannot be drawn.
    pub(crate) fn svg(&self) -> Result<String, PlotError> {
        let layout = Layout::of(self)?;
        paint::paint(self, &layout)
    }

    /// The figure as PNG: the rasterised SVG.
    ///
    /// # Errors
    /// As for [`Figure::svg`], and when it does not fit in memory.
    pub(crate) fn png(&self) -> Result<Picture, PlotError> {
        let svg = self.svg()?;
        let (width, height) = (self.format.width_px as u32, self.format.height_px as u32);
        raster::png(&svg, width, height, self.format.dpi)
    }

    /// The figure as PDF: the SVG with its fonts, at its true size.
    ///
    /// # Errors
    /// As for [`Figure::svg`], and when a font cannot be embedded.
    pub(crate) fn pdf(&self) -> Result<Picture, PlotError> {
        let svg = self.svg()?;
        let (fonts, missing) = raster::fonts(&svg);
        let title = self.title.as_deref().unwrap_or(self.kind);
        let bytes = pdf::pdf(&svg, fonts, self.format.dpi, title).map_err(|e| PlotError::Picture(e.to_string()))?;
        Ok(Picture { bytes, missing })
    }

    /// What a person should know who asked for it, and the picture does not say.
    ///
    /// # Errors
    /// When it cannot be laid out.
    pub(crate) fn remarks(&self) -> Result<Vec<String>, PlotError> {
        let mut said = self.remarks.clone();
        if Layout::of(self)?.footer_cut {
            said.push(format!("the footer does not fit and is cut{}", way_to_whole_footer(self)));
        }
        Ok(said)
    }
}
