//! Joins a page: templates, styles, uPlot, client, payload, and the policy that lets in nothing else.

use super::bytes::{Deflate, base64, policy_hash};
use super::data::TestData;
use super::fleet_data::FleetData;
use super::rows::{EncodedRows, Rows};
use super::views::{Figure, Frame};
use super::{client, views};
use askama::Template;
use serde::Serialize;
use std::io::{self, Write};

/// Why a page was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    /// The template would not.
    #[error("the page's template: {0}")]
    Template(#[from] askama::Error),
    /// The data would not become JSON.
    #[error("the page's data: {0}")]
    Json(#[from] serde_json::Error),
    /// It could not be written.
    #[error("the page could not be written: {0}")]
    Io(#[from] io::Error),
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// Bytes of the file.
    pub bytes: usize,
    /// Rows on the page.
    pub rows: usize,
    /// Whether these are all of the test.
    pub whole: bool,
}

/// A test page before it is written. `data.rows`, `data.steps.first_row` and `data.steps.rows` are filled here.
#[derive(Debug)]
pub(crate) struct TestPage {
    /// What it says.
    pub data: TestData,
    /// Its rows, one `begin_step` for each of `data.steps`; none for a test of step files alone.
    pub rows: Option<Rows>,
    /// Its figures.
    pub figures: Vec<Figure>,
}

impl TestPage {
    /// Writes the page in at most about `max_size` bytes: where rows do not fit they are thinned, and the page says so.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn write(self, out: &mut dyn Write, max_size: usize) -> Result<Page, PageError> {
        let Self { mut data, rows, figures } = self;
        let mut frame = frame(&client::test(), client::test_styles())?;
        frame.rows = rows.is_some().then(String::new);
        let encoded = match rows {
            None => None,
            Some(rows) => {
                frame.data = payload(&data)?;
                // Places of rows come into the data once the rows are known: some bytes for each step.
                let fixed = views::test(&frame, &data, &figures).render()?.len() + 4000 + 8 * data.steps.step.len();
                Some(rows.encode(max_size.saturating_sub(fixed) / 4 * 3)?)
            }
        };
        let (count, whole) = encoded.as_ref().map_or((0, true), |rows| (rows.info.count, rows.info.whole));
        if let Some(EncodedRows { info, bytes, first_row, rows }) = encoded {
            frame.rows = Some(base64(&bytes));
            (data.rows, data.steps.first_row, data.steps.rows) = (Some(info), first_row, rows);
        }
        frame.data = payload(&data)?;
        let text = views::test(&frame, &data, &figures).render()?;
        out.write_all(text.as_bytes())?;
        Ok(Page { bytes: text.len(), rows: count, whole })
    }
}

/// A fleet page before it is written.
#[derive(Debug)]
pub(crate) struct FleetPage {
    /// What it says.
    pub data: FleetData,
    /// Its figures.
    pub figures: Vec<Figure>,
}

impl FleetPage {
    /// Writes the page.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn write(self, out: &mut dyn Write) -> Result<Page, PageError> {
        let mut frame = frame(&client::fleet(), client::fleet_styles())?;
        frame.data = payload(&self.data)?;
        let text = views::fleet(&frame, &self.data, &self.figures).render()?;
        out.write_all(text.as_bytes())?;
        Ok(Page { bytes: text.len(), rows: 0, whole: true })
    }
}

/// Scripts and styles, and a policy that names them by their hashes.
fn frame(client: &str, css: String) -> io::Result<Frame> {
    let scripts: Vec<String> = [client::FIRST, client::UPLOT, client].into_iter().map(policy_hash).collect();
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        scripts.join(" "),
        policy_hash(&css)
    );
    let mut code = Deflate::default();
    [client::UPLOT, "\0", client].into_iter().try_for_each(|part| code.write(part.as_bytes()))?;
    let code = base64(&code.finish()?);
    Ok(Frame { policy, css, code, first: client::FIRST, ..Frame::default() })
}

/// JSON, deflated, as letters.
fn payload(data: &impl Serialize) -> Result<String, PageError> {
    let mut out = Deflate::default();
    serde_json::to_writer(&mut out, data)?;
    Ok(base64(&out.finish()?))
}
