//! Text stays text: runs of glyphs at the places where the PNG has them.

use super::{Page, PdfError, hundredths, matrix};
use pdf_writer::{Name, Str};
use resvg::tiny_skia::Transform;
use resvg::usvg::layout::Span;
use resvg::usvg::{Paint, Text};

/// Glyphs of one font that stand on one line.
struct Run {
    font: String,
    size: f32,
    /// Where the line begins, and its direction.
    at: Transform,
    /// How far it has come, in units of `at`.
    pen: f32,
    /// Two bytes a glyph, with what is to be taken back before each piece, in thousandths of the size.
    pieces: Vec<(f32, Vec<u8>)>,
}

impl Run {
    /// How far behind the pen a glyph stands, if it stands on this line.
    fn gap(&self, font: &str, at: Transform) -> Option<f32> {
        let near = |a: f32, b: f32| (a - b).abs() < 1e-4 * self.size;
        let line = self.at;
        let parallel = near(line.sx, at.sx) && near(line.kx, at.kx) && near(line.ky, at.ky) && near(line.sy, at.sy);
        let (dx, dy) = (at.tx - line.tx, at.ty - line.ty);
        let turned = line.sx * line.sy - line.kx * line.ky;
        let along = (line.sy * dx - line.kx * dy) / turned;
        let aside = (line.sx * dy - line.ky * dx) / turned;
        (self.font == font && parallel && aside.abs() < 1e-3 * self.size).then_some(along - self.pen)
    }
}

impl Page<'_> {
    pub(super) fn text(&mut self, text: &Text, alpha: f32) -> Result<(), PdfError> {
        if !text.layouted().iter().all(|span| self.embeds(span)) {
            // As shapes it looks the same, and cannot be selected.
            return self.group(text.flattened(), alpha);
        }
        for span in text.layouted().iter().filter(|span| span.visible) {
            for line in [&span.underline, &span.overline].into_iter().flatten() {
                self.path(line, alpha)?;
            }
            self.span(span, alpha)?;
            if let Some(line) = &span.line_through {
                self.path(line, alpha)?;
            }
        }
        Ok(())
    }

    /// Whether a span can be written as text.
    fn embeds(&mut self, span: &Span) -> bool {
        let plain = span.fill.as_ref().is_none_or(|fill| matches!(fill.paint(), Paint::Color(_)));
        plain && span.stroke.is_none() && span.positioned_glyphs.iter().all(|glyph| self.fonts.embeds(glyph.font))
    }

    fn span(&mut self, span: &Span, alpha: f32) -> Result<(), PdfError> {
        let Some(fill) = &span.fill else { return Ok(()) };
        self.colour(fill, alpha)?;
        let size = span.font_size.get();
        let mut run: Option<Run> = None;
        for glyph in &span.positioned_glyphs {
            let Some(placed) = self.fonts.glyph(glyph.font, glyph.id, &glyph.text) else { continue };
            // The reader's matrix leads from the font's units; PDF's leads from the size.
            let scale = placed.units_per_em / size;
            let at = glyph.outline_transform().pre_scale(scale, scale);
            let gap = run.as_ref().and_then(|run| run.gap(&placed.font, at));
            if gap.is_none() {
                self.show(run.take());
            }
            let run = run.get_or_insert_with(|| Run { font: placed.font, size, at, pen: 0.0, pieces: Vec::new() });
            let back = (-gap.unwrap_or(0.0) / size * 1000.0).round();
            run.pen -= back / 1000.0 * size;
            match run.pieces.last_mut() {
                Some((_, piece)) if back == 0.0 => piece.extend(placed.code.to_be_bytes()),
                _ => run.pieces.push((back, placed.code.to_be_bytes().to_vec())),
            }
            run.pen += placed.width / 1000.0 * size;
        }
        self.show(run);
        Ok(())
    }

    fn show(&mut self, run: Option<Run>) {
        let Some(run) = run else { return };
        self.content.begin_text().set_font(Name(run.font.as_bytes()), run.size);
        let fine = |part: f32| (part * 1e5).round() / 1e5;
        let [place_x, place_y] = [run.at.tx, run.at.ty].map(hundredths);
        let turn = matrix(run.at).map(fine);
        self.content.set_text_matrix([turn[0], turn[1], turn[2], turn[3], place_x, place_y]);
        let mut positioned = self.content.show_positioned();
        let mut items = positioned.items();
        for (back, piece) in &run.pieces {
            if *back != 0.0 {
                items.adjust(*back);
            }
            items.show(Str(piece));
        }
        drop(items);
        drop(positioned);
        self.content.end_text();
    }
}
