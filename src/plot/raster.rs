//! A picture as PNG: the same SVG, rasterised with the embedded fonts, so that every machine gives the same bytes.
//!
//! Only a text with characters that the embedded fonts lack loads the fonts of the system.

use super::error::PlotError;
use super::text::{SANS, cjk, needs_cjk, uncovered};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A picture as PNG or PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that no font has, neither those within nor the system's: empty boxes in the picture.
    pub missing: String,
}

/// Rasterises a picture to `width` by `height` pixels; `dpi` is written into the file.
///
/// # Errors
/// When the picture is no SVG, or too large to hold.
pub(super) fn png(svg: &str, width: u32, height: u32, dpi: f64) -> Result<Picture, PlotError> {
    let (fonts, missing) = fonts(svg);
    let options = Options { fontdb: fonts, dpi: dpi as f32, ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| PlotError::Picture(error.to_string()))?;
    let too_large = || PlotError::Picture(format!("{width} x {height} pixels are more than fit in memory"));
    let mut pixels = Pixmap::new(width, height).ok_or_else(too_large)?;
    let size = tree.size();
    let scale = Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    let encoded = pixels.encode_png().map_err(|error| PlotError::Picture(error.to_string()))?;
    Ok(Picture { bytes: with_resolution(&encoded, dpi), missing })
}

/// The fonts that a picture needs, and the characters that none of them has.
pub(super) fn fonts(svg: &str) -> (Arc<Database>, String) {
    let mut fonts = Database::new();
    fonts.load_font_data(SANS.to_vec());
    if needs_cjk(svg) {
        fonts.load_font_data(cjk().to_vec());
    }
    let mut missing = uncovered(svg);
    if !missing.is_empty() {
        fonts.load_system_fonts();
        lacking(&fonts, &mut missing);
    }
    fonts.set_serif_family("DejaVu Sans");
    fonts.set_sans_serif_family("DejaVu Sans");
    (Arc::new(fonts), missing.into_iter().collect())
}

/// Leaves those characters that no font has.
fn lacking(fonts: &Database, missing: &mut BTreeSet<char>) {
    for face in fonts.faces() {
        if missing.is_empty() {
            return;
        }
        fonts.with_face_data(face.id, |data, index| {
            if let Ok(font) = FontRef::from_index(data, index) {
                let characters = font.charmap();
                missing.retain(|c| characters.map(*c).is_none());
            }
        });
    }
}

/// Adds the chunk `pHYs` (pixels a metre) after the header of a PNG, so that it prints at its true size.
fn with_resolution(png: &[u8], dpi: f64) -> Vec<u8> {
    /// The signature, and the whole chunk IHDR.
    const HEADER: usize = 8 + 25;
    let per_metre = (dpi / 0.0254).round() as u32;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(per_metre.to_be_bytes());
    chunk.extend(per_metre.to_be_bytes());
    chunk.push(1);
    let sum = crc32(&chunk);
    let (head, rest) = png.split_at(HEADER.min(png.len()));
    [head, &9_u32.to_be_bytes(), &chunk, &sum.to_be_bytes(), rest].concat()
}

/// The check sum of PNG chunks (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_sum_is_the_known_one() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn what_is_no_picture_is_an_error() {
        assert!(matches!(png("<no", 10, 10, 96.0), Err(PlotError::Picture(_))));
    }
}
