//! Small pictures, made to PDF.

use super::super::text::{SANS, cjk};
use super::*;
use std::io::Read;

fn fonts() -> Arc<Database> {
    let mut fonts = Database::new();
    fonts.load_font_data(SANS.to_vec());
    fonts.load_font_data(cjk().to_vec());
    Arc::new(fonts)
}

fn made(body: &str) -> Result<Vec<u8>, PdfError> {
    let svg = format!(
        "<svg width=\"8in\" height=\"4in\" viewBox=\"0 0 800 400\" xmlns=\"http://www.w3.org/2000/svg\">{body}</svg>"
    );
    pdf(&svg, fonts(), 150.0, "A123 測試")
}

/// The drawing itself, unpacked: the first stream.
fn drawing(pdf: &[u8]) -> String {
    let begin = pdf.windows(7).position(|at| at == b"stream\n").unwrap() + 7;
    let mut text = String::new();
    flate2::read::ZlibDecoder::new(&pdf[begin..]).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_page_has_the_size_of_the_picture_and_the_same_bytes_each_time() {
    let body = "<text x=\"9\" y=\"99\" font-family=\"DejaVu Sans\">Voltage 充電</text>";
    let first = made(body).unwrap();
    assert_eq!(first, made(body).unwrap());
    let text = String::from_utf8_lossy(&first);
    assert!(text.contains("/MediaBox[0 0 576 288]"), "{text}");
    assert!(
        text.contains("DejaVuSans")
            && text.contains("CIDFontType0C")
            && !text.contains("Date")
            && !text.contains("/ID")
    );
    assert!(first.len() < 12_000, "{}", first.len());
}

#[test]
fn text_is_runs_of_glyphs_and_turned_text_too() {
    let text = "<text x=\"9\" y=\"99\" font-size=\"20\" font-family=\"DejaVu Sans\">Volt</text>";
    let drawn = drawing(&made(text).unwrap());
    assert_eq!(drawn.matches("Tj").count() + drawn.matches("TJ").count(), 1, "{drawn}");
    assert!(drawn.contains("/F0 20 Tf 1 0 0 -1 9 99 Tm"), "{drawn}");
    let turned = text.replace("<text", "<text transform=\"rotate(-90, 9, 99)\"");
    let drawn = drawing(&made(&turned).unwrap());
    assert_eq!(drawn.matches("TJ").count(), 1, "{drawn}");
}

#[test]
fn shapes_dashes_clips_and_transparency() {
    let drawn = drawing(
        &made(
            "<clipPath id=\"c\"><rect x=\"1\" y=\"2\" width=\"3\" height=\"4\"/></clipPath><g clip-path=\"url(#c)\">\
               <line fill=\"none\" x1=\"0\" y1=\"0\" x2=\"5\" y2=\"5\" stroke=\"#FF0000\" \
               stroke-width=\"2\" stroke-dasharray=\"4 3\"/></g>\
               <circle cx=\"9\" cy=\"9\" r=\"5\" fill=\"#000000\" opacity=\"0.5\"/>",
        )
        .unwrap(),
    );
    for piece in ["W\nn", "[4 3]0 d", "1 0 0 RG", "/A0 gs", " c\nh"] {
        assert!(drawn.contains(piece), "{piece}: {drawn}");
    }
    assert_eq!(drawn.matches("q ").count(), drawn.matches('Q').count(), "{drawn}");
}

#[test]
fn what_it_cannot_draw_is_an_error() {
    assert!(matches!(pdf("<no", fonts(), 96.0, ""), Err(PdfError::Svg(_))));
    let gradient = "<linearGradient id=\"g\"><stop offset=\"0\"/><stop offset=\"1\" stop-color=\"red\"/>\
                    </linearGradient>\
                    <rect width=\"9\" height=\"9\" fill=\"url(#g)\"/>";
    assert!(matches!(made(gradient), Err(PdfError::Unsupported(_))));
    let group = "<g opacity=\"0.5\"><rect width=\"9\" height=\"9\"/><rect width=\"5\" height=\"5\"/></g>";
    assert!(matches!(made(group), Err(PdfError::Unsupported(_))));
}
