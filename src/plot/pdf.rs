//! A picture as PDF: the same SVG, drawn by the same reader as the PNG, with its text as text and its fonts within.
//!
//! It writes what the pictures of this crate hold: shapes in plain colours, dashes, clips and text. Anything else is
//! an error and never a wrong picture. The same SVG and fonts give the same bytes: nothing in it tells the time.

mod font;
mod text;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use font::Fonts;
use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Chunk, Content, Filter, Finish, Name, Pdf, Rect, Ref, Settings, TextStr};
use resvg::tiny_skia::{Path as Outline, PathSegment, Point, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{
    BlendMode, Color, Fill, FillRule, Group, LineCap, LineJoin, Node, Options, Paint, PaintOrder, Path, Stroke, Tree,
};
use std::io::Write;
use std::sync::Arc;

/// Why no PDF can be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PdfError {
    /// The picture is no SVG.
    #[error("{0}")]
    Svg(String),
    /// The picture holds what no picture of this crate does.
    #[error("{0} cannot be written as PDF")]
    Unsupported(&'static str),
    /// A font cannot be cut to the glyphs in use.
    #[error("a font cannot be embedded: {0}")]
    Font(String),
    /// The file is too large.
    #[error("it cannot be compressed: {0}")]
    Compress(#[from] std::io::Error),
}

/// Makes a PDF of one page from an SVG. `dpi` says how many of its pixels are an inch; `title` is what the window of a
/// reader says.
///
/// # Errors
/// When the picture is no SVG, or holds gradients, masks, filters or half-transparent groups.
pub(crate) fn pdf(svg: &str, fonts: Arc<Database>, dpi: f64, title: &str) -> Result<Vec<u8>, PdfError> {
    let options = Options { fontdb: fonts, dpi: dpi as f32, ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| PdfError::Svg(error.to_string()))?;
    let scale = (72.0 / dpi) as f32;
    let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
    let mut page = Page::new(tree.fontdb());
    page.content.transform([scale, 0.0, 0.0, -scale, 0.0, height]);
    page.group(tree.root(), 1.0)?;
    page.finish(width, height, title)
}

/// Written compactly, as nobody reads it.
const COMPACT: Settings = Settings { pretty: false };

/// How much is seen through what is filled and what is stroked, in thousandths.
type Alpha = (u16, u16);
const OPAQUE: Alpha = (1000, 1000);

/// A page under way.
struct Page<'a> {
    content: Content,
    fonts: Fonts<'a>,
    /// Every transparency in use.
    alphas: Vec<Alpha>,
    /// The one that is set.
    alpha: Alpha,
}

impl<'a> Page<'a> {
    fn new(fonts: &'a Database) -> Self {
        Self { content: Content::with_settings(COMPACT), fonts: Fonts::new(fonts), alphas: Vec::new(), alpha: OPAQUE }
    }

    fn group(&mut self, group: &Group, alpha: f32) -> Result<(), PdfError> {
        if group.mask().is_some() || !group.filters().is_empty() || group.blend_mode() != BlendMode::Normal {
            return Err(PdfError::Unsupported("a mask, a filter or a blend mode"));
        }
        if group.opacity().get() < 1.0 && !is_single(group) {
            return Err(PdfError::Unsupported("a half-transparent group"));
        }
        let alpha = alpha * group.opacity().get();
        let is_plain = group.transform().is_identity() && group.clip_path().is_none();
        let outside = self.alpha;
        if !is_plain {
            self.content.save_state();
            if !group.transform().is_identity() {
                self.content.transform(matrix(group.transform()));
            }
        }
        if let Some(clip) = group.clip_path() {
            if clip.clip_path().is_some() {
                return Err(PdfError::Unsupported("a clipped clip"));
            }
            self.clip(clip.root(), clip.transform())?;
            self.content.clip_nonzero().end_path();
        }
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, alpha)?,
                Node::Path(path) => self.path(path, alpha)?,
                Node::Text(text) => self.text(text, alpha)?,
                // Only an emoji of a system font comes to this, and the PNG has none either.
                Node::Image(_) => {}
            }
        }
        if !is_plain {
            self.content.restore_state();
            self.alpha = outside;
        }
        Ok(())
    }

    /// Adds the shapes of a clip to the path under way.
    fn clip(&mut self, group: &Group, transform: Transform) -> Result<(), PdfError> {
        let transform = transform.pre_concat(group.transform());
        for node in group.children() {
            match node {
                Node::Group(group) => self.clip(group, transform)?,
                Node::Path(path) => self.outline(path.data(), transform),
                Node::Text(_) | Node::Image(_) => return Err(PdfError::Unsupported("a clip that is no shape")),
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &Path, alpha: f32) -> Result<(), PdfError> {
        if !path.is_visible() {
            return Ok(());
        }
        let stroke_first = path.paint_order() == PaintOrder::StrokeAndFill;
        if stroke_first && let Some(stroke) = path.stroke() {
            self.stroke(path.data(), stroke, alpha)?;
        }
        if let Some(fill) = path.fill() {
            self.fill(path.data(), fill, alpha)?;
        }
        if !stroke_first && let Some(stroke) = path.stroke() {
            self.stroke(path.data(), stroke, alpha)?;
        }
        Ok(())
    }

    fn fill(&mut self, outline: &Outline, fill: &Fill, alpha: f32) -> Result<(), PdfError> {
        self.colour(fill, alpha)?;
        self.outline(outline, Transform::identity());
        match fill.rule() {
            FillRule::NonZero => self.content.fill_nonzero(),
            FillRule::EvenOdd => self.content.fill_even_odd(),
        };
        Ok(())
    }

    /// Sets the colour of what is filled, text too.
    fn colour(&mut self, fill: &Fill, alpha: f32) -> Result<(), PdfError> {
        let [red, green, blue] = rgb(plain(fill.paint())?);
        self.see_through((thousandths(alpha * fill.opacity().get()), self.alpha.1));
        self.content.set_fill_rgb(red, green, blue);
        Ok(())
    }

    fn stroke(&mut self, outline: &Outline, stroke: &Stroke, alpha: f32) -> Result<(), PdfError> {
        let [red, green, blue] = rgb(plain(stroke.paint())?);
        self.see_through((self.alpha.0, thousandths(alpha * stroke.opacity().get())));
        let cap = match stroke.linecap() {
            LineCap::Butt => LineCapStyle::ButtCap,
            LineCap::Round => LineCapStyle::RoundCap,
            LineCap::Square => LineCapStyle::ProjectingSquareCap,
        };
        let join = match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => LineJoinStyle::MiterJoin,
            LineJoin::Round => LineJoinStyle::RoundJoin,
            LineJoin::Bevel => LineJoinStyle::BevelJoin,
        };
        self.content
            .set_stroke_rgb(red, green, blue)
            .set_line_width(stroke.width().get())
            .set_line_cap(cap)
            .set_line_join(join)
            .set_miter_limit(stroke.miterlimit().get())
            .set_dash_pattern(stroke.dasharray().unwrap_or_default().iter().copied(), stroke.dashoffset());
        self.outline(outline, Transform::identity());
        self.content.stroke();
        Ok(())
    }

    fn see_through(&mut self, alpha: Alpha) {
        if alpha != self.alpha {
            let number = self.alphas.iter().position(|other| *other == alpha).unwrap_or_else(|| {
                self.alphas.push(alpha);
                self.alphas.len() - 1
            });
            self.content.set_parameters(Name(format!("A{number}").as_bytes()));
            self.alpha = alpha;
        }
    }

    /// Adds an outline to the path under way.
    fn outline(&mut self, outline: &Outline, transform: Transform) {
        let at = |mut point: Point| {
            transform.map_point(&mut point);
            (hundredths(point.x), hundredths(point.y))
        };
        let mut last = Point::zero();
        for segment in outline.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    self.content.move_to(at(to).0, at(to).1);
                    last = to;
                }
                PathSegment::LineTo(to) => {
                    self.content.line_to(at(to).0, at(to).1);
                    last = to;
                }
                PathSegment::QuadTo(by, to) => {
                    let third = |end: Point| Point::from_xy((end.x + by.x * 2.0) / 3.0, (end.y + by.y * 2.0) / 3.0);
                    let ((x1, y1), (x2, y2), (x3, y3)) = (at(third(last)), at(third(to)), at(to));
                    self.content.cubic_to(x1, y1, x2, y2, x3, y3);
                    last = to;
                }
                PathSegment::CubicTo(first, second, to) => {
                    let ((x1, y1), (x2, y2), (x3, y3)) = (at(first), at(second), at(to));
                    self.content.cubic_to(x1, y1, x2, y2, x3, y3);
                    last = to;
                }
                PathSegment::Close => {
                    self.content.close_path();
                }
            }
        }
    }

    /// The whole file.
    fn finish(self, width: f32, height: f32, title: &str) -> Result<Vec<u8>, PdfError> {
        let [catalog, pages, page, content, info] = [1, 2, 3, 4, 5].map(Ref::new);
        let mut file = Pdf::with_settings(COMPACT);
        file.catalog(catalog).pages(pages).viewer_preferences().display_doc_title(true);
        file.document_info(info).title(TextStr(title));
        file.pages(pages).kids([page]).count(1);
        let mut next = info.next();
        let mut fonts = Chunk::with_settings(COMPACT);
        let names = self.fonts.write(&mut fonts, &mut next)?;
        let mut written = file.page(page);
        written.media_box(Rect::new(0.0, 0.0, width, height)).parent(pages).contents(content);
        // How colours mix is said aloud, since readers differ in what they take for granted.
        written.group().transparency().color_space().device_rgb();
        let mut resources = written.resources();
        let mut dictionary = resources.fonts();
        for (name, reference) in &names {
            dictionary.pair(Name(name.as_bytes()), *reference);
        }
        dictionary.finish();
        let mut states = resources.ext_g_states();
        for (number, (fill, stroke)) in self.alphas.iter().enumerate() {
            let mut state =
                states.insert(Name(format!("A{number}").as_bytes())).start::<pdf_writer::writers::ExtGraphicsState>();
            state.non_stroking_alpha(f32::from(*fill) / 1000.0).stroking_alpha(f32::from(*stroke) / 1000.0);
        }
        states.finish();
        resources.finish();
        written.finish();
        let packed = packed(self.content.finish().as_slice())?;
        file.stream(content, &packed).filter(Filter::FlateDecode);
        file.extend(&fonts);
        Ok(file.finish())
    }
}

/// Whether what a group holds may be made transparent one by one: nothing in it lies over another.
fn is_single(group: &Group) -> bool {
    match group.children() {
        [] | [Node::Text(_)] => true,
        [Node::Path(path)] => path.fill().is_none() || path.stroke().is_none(),
        [Node::Group(group)] => is_single(group),
        _ => false,
    }
}

fn plain(paint: &Paint) -> Result<Color, PdfError> {
    match paint {
        Paint::Color(colour) => Ok(*colour),
        Paint::LinearGradient(_) | Paint::RadialGradient(_) | Paint::Pattern(_) => {
            Err(PdfError::Unsupported("a gradient or a pattern"))
        }
    }
}

fn rgb(colour: Color) -> [f32; 3] {
    [colour.red, colour.green, colour.blue].map(|part| (f32::from(part) / 255.0 * 10_000.0).round() / 10_000.0)
}

fn thousandths(alpha: f32) -> u16 {
    (alpha * 1000.0).round() as u16
}

/// A place, as finely as any eye sees: pictures count in tenths of pixels.
fn hundredths(place: f32) -> f32 {
    (place * 100.0).round() / 100.0
}

fn matrix(transform: Transform) -> [f32; 6] {
    [transform.sx, transform.ky, transform.kx, transform.sy, transform.tx, transform.ty]
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>, PdfError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests;
