//! The fonts of a PDF, cut to the glyphs in use, with what each glyph means.

use super::{PdfError, packed};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Chunk, Filter, Finish, Name, Rect, Ref, Str};
use resvg::usvg::GlyphId as Glyph;
use resvg::usvg::fontdb::{Database, ID};
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::raw::types::Tag;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

/// Glyphs are numbered as in the font, and in no national way.
const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A glyph as it is written.
pub(super) struct Placed {
    /// The font's name on the page.
    pub(super) font: String,
    /// Its number in the cut font.
    pub(super) code: u16,
    /// Its width in thousandths of the size.
    pub(super) width: f32,
    /// How fine the font's own units are.
    pub(super) units_per_em: f32,
}

/// One font.
struct Face {
    id: ID,
    units_per_em: f32,
    /// Whether it can be embedded: it has outlines of the usual kinds, and no others.
    embeds: bool,
    glyphs: GlyphRemapper,
    /// Of each glyph in the cut font: its width and its text.
    used: Vec<(f32, String)>,
}

/// The fonts in use.
pub(super) struct Fonts<'a> {
    database: &'a Database,
    faces: Vec<Face>,
}

impl<'a> Fonts<'a> {
    pub(super) fn new(database: &'a Database) -> Self {
        Self { database, faces: Vec::new() }
    }

    fn read<T>(&self, id: ID, read: impl FnOnce(&FontRef<'_>, &[u8], u32) -> T) -> Option<T> {
        let read = |data: &[u8], index| FontRef::from_index(data, index).ok().map(|font| read(&font, data, index));
        self.database.with_face_data(id, read).flatten()
    }

    fn face(&mut self, id: ID) -> usize {
        if let Some(number) = self.faces.iter().position(|face| face.id == id) {
            return number;
        }
        let known = self.read(id, |font, _, _| {
            let has = |tags: &[&[u8; 4]]| tags.iter().any(|tag| font.data_for_tag(Tag::new(tag)).is_some());
            let embeds = has(&[b"glyf", b"CFF "]) && !has(&[b"fvar", b"CBDT", b"sbix", b"COLR", b"SVG "]);
            let width = font.glyph_metrics(Size::unscaled(), LocationRef::default()).advance_width(GlyphId::new(0));
            (embeds, f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em), width)
        });
        let (embeds, units_per_em, nothing) = known.unwrap_or((false, 1000.0, None));
        let used = vec![(thousandths(nothing.unwrap_or(0.0), units_per_em), String::new())];
        self.faces.push(Face { id, units_per_em, embeds, glyphs: GlyphRemapper::new(), used });
        self.faces.len() - 1
    }

    /// Whether a font can be embedded.
    pub(super) fn embeds(&mut self, id: ID) -> bool {
        let number = self.face(id);
        self.faces[number].embeds
    }

    /// Takes a glyph into use.
    pub(super) fn glyph(&mut self, id: ID, glyph: Glyph, text: &str) -> Option<Placed> {
        let number = self.face(id);
        let metrics = (Size::unscaled(), LocationRef::default());
        let width =
            self.read(id, |font, _, _| font.glyph_metrics(metrics.0, metrics.1).advance_width(GlyphId::from(glyph.0)));
        let face = &mut self.faces[number];
        let width = thousandths(width.flatten()?, face.units_per_em);
        let code = face.glyphs.remap(u16::try_from(glyph.0).ok()?);
        if usize::from(code) == face.used.len() {
            face.used.push((width, text.to_owned()));
        }
        Some(Placed { font: format!("F{number}"), code, width, units_per_em: face.units_per_em })
    }

    /// Writes all fonts; their names on the page, and where they are.
    pub(super) fn write(&self, chunk: &mut Chunk, next: &mut Ref) -> Result<Vec<(String, Ref)>, PdfError> {
        let mut names = Vec::new();
        for (number, face) in self.faces.iter().enumerate().filter(|(_, face)| face.used.len() > 1) {
            let written = self.read(face.id, |font, data, index| face.write(font, data, index, chunk, next));
            let reference = written.unwrap_or_else(|| Err(PdfError::Font("it cannot be read".to_owned())))?;
            names.push((format!("F{number}"), reference));
        }
        Ok(names)
    }
}

impl Face {
    fn write(
        &self,
        font: &FontRef<'_>,
        data: &[u8],
        index: u32,
        chunk: &mut Chunk,
        next: &mut Ref,
    ) -> Result<Ref, PdfError> {
        let failed = |error: &dyn std::fmt::Display| PdfError::Font(error.to_string());
        let cut = subsetter::subset(data, index, &self.glyphs).map_err(|error| failed(&error))?;
        let [whole, cid, descriptor, meaning, file] = [(); 5].map(|()| next.bump());
        let own = skrifa::string::StringId::POSTSCRIPT_NAME;
        let own: String =
            font.localized_strings(own).english_or_first().map(|name| name.chars().collect()).unwrap_or_default();
        let own: String = own.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let name = format!("{}+{own}", tag(&cut));
        let cut_font = FontRef::new(&cut).map_err(|error| failed(&error))?;
        let cff = cut_font.data_for_tag(Tag::new(b"CFF "));
        chunk
            .type0_font(whole)
            .base_font(Name(name.as_bytes()))
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(meaning);
        let mut written = chunk.cid_font(cid);
        written.subtype(if cff.is_some() { CidFontType::Type0 } else { CidFontType::Type2 });
        written.base_font(Name(name.as_bytes())).system_info(IDENTITY).font_descriptor(descriptor).default_width(0.0);
        if cff.is_none() {
            written.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        written.widths().consecutive(0, self.used.iter().map(|(width, _)| *width));
        written.finish();
        self.describe(font, chunk, descriptor, &name, file, cff.is_some());
        let packed_meaning = packed(&self.meaning())?;
        chunk.stream(meaning, &packed_meaning).filter(Filter::FlateDecode);
        let bytes = cff.map_or(cut.as_slice(), |cff| cff.as_bytes());
        let packed_file = packed(bytes)?;
        let mut stream = chunk.stream(file, &packed_file);
        stream.filter(Filter::FlateDecode);
        if cff.is_some() {
            stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        } else {
            stream.pair(Name(b"Length1"), bytes.len() as i32);
        }
        stream.finish();
        Ok(whole)
    }

    fn describe(&self, font: &FontRef<'_>, chunk: &mut Chunk, at: Ref, name: &str, file: Ref, is_cff: bool) {
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let size = |units: f32| thousandths(units, self.units_per_em);
        let mut written = chunk.font_descriptor(at);
        written.name(Name(name.as_bytes())).flags(FontFlags::SYMBOLIC).italic_angle(metrics.italic_angle);
        if let Some(bounds) = metrics.bounds {
            let [left, low, right, high] = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(size);
            written.bbox(Rect::new(left, low, right, high));
        }
        written.ascent(size(metrics.ascent)).descent(size(metrics.descent)).stem_v(80.0);
        written.cap_height(size(metrics.cap_height.unwrap_or(metrics.ascent)));
        if is_cff {
            written.font_file3(file);
        } else {
            written.font_file2(file);
        }
    }

    /// Which text each glyph stands for, so that it can be selected and searched.
    fn meaning(&self) -> Vec<u8> {
        let mut map = UnicodeCmap::new(Name(b"Meaning"), IDENTITY);
        for (code, (_, text)) in (0_u16..).zip(&self.used).filter(|(_, (_, text))| !text.is_empty()) {
            map.pair_with_multiple(code, text.chars());
        }
        map.finish().as_slice().to_vec()
    }
}

fn thousandths(units: f32, units_per_em: f32) -> f32 {
    (units / units_per_em * 100_000.0).round() / 100.0
}

/// Six letters that tell one cut of a font from another (FNV-1a over its bytes).
fn tag(bytes: &[u8]) -> String {
    let mut sum = bytes
        .iter()
        .fold(0xCBF2_9CE4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3));
    let mut letter = || {
        let letter = char::from(b'A' + (sum % 26) as u8);
        sum /= 26;
        letter
    };
    (0..6).map(|_| letter()).collect()
}
