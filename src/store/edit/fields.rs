//! What can be edited: the one list of entities and their fields, which help, checks and the audit walk.

use super::super::StoreError;
use super::super::cell::{CHEMISTRIES, CONFIGURATIONS, FORM_FACTORS};
use crate::model::{Allowed, nearest, with_article};

/// A kind of thing that people speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entity {
    /// A body of work.
    Project,
    /// What is tested.
    Cell,
    /// A cycler.
    Machine,
    /// Who runs tests.
    Operator,
    /// A test that is loaded.
    Experiment,
}

/// What may stand in a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Any text.
    Text,
    /// A text that must be there.
    Name,
    /// A number within these.
    Number(Allowed),
    /// A whole number above 0.
    Count,
    /// A date.
    Date,
    /// One of these.
    Listed(&'static [&'static str]),
    /// The name of another entity, which must be there.
    Of(Entity),
    /// Texts with commas between.
    Tags,
    /// A capacity for the conventions.
    Nominal(Allowed),
    /// A step's number for the conventions.
    Reference,
    /// Another experiment.
    Supersedes,
}

/// A field that can be edited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EditField {
    /// Its name, as `catalog list` has it.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
    /// What may stand in it.
    pub(super) kind: Kind,
    /// Whether figures rest on it, so that they are derived anew.
    pub(super) derives: bool,
}

const fn field(name: &'static str, kind: Kind, what: &'static str) -> EditField {
    EditField { name, what, kind, derives: false }
}

/// A field on which figures rest.
const fn base(name: &'static str, kind: Kind, what: &'static str) -> EditField {
    EditField { name, what, kind, derives: true }
}

const PROJECT: &[EditField] = &[
    field("name", Kind::Name, "unique name"),
    field("description", Kind::Text, "in words"),
    field("start_date", Kind::Date, "when it began, YYYY-MM-DD"),
];
const MACHINE: &[EditField] = &[
    field("name", Kind::Name, "unique name"),
    field("model_number", Kind::Text, "the maker's number of the model"),
    field("description", Kind::Text, "in words"),
];
const OPERATOR: &[EditField] = &[field("name", Kind::Name, "unique name")];
const CELL: &[EditField] = &[
    field("name", Kind::Name, "unique name"),
    field("manufacturer", Kind::Text, "who made it"),
    field("chemistry", Kind::Listed(CHEMISTRIES), "its chemistry"),
    field("configuration", Kind::Listed(CONFIGURATIONS), "what it is a part of"),
    field("cells_in_series", Kind::Count, "of a module"),
    field("active_mass_g", Kind::Number(Allowed::MASS), "mass of the active material in g"),
    field("form_factor", Kind::Listed(FORM_FACTORS), "its form"),
    base("nominal_capacity_ah", Kind::Number(Allowed::NOMINAL_CAPACITY), "nominal capacity in Ah"),
    field("nominal_voltage_v", Kind::Number(Allowed::NOMINAL_VOLTAGE), "nominal voltage in V"),
    base("voltage_min_v", Kind::Number(Allowed::VOLTAGE), "lowest voltage in V"),
    base("voltage_max_v", Kind::Number(Allowed::VOLTAGE), "highest voltage in V"),
    field("current_charge_max_a", Kind::Number(Allowed::CURRENT_MAX), "largest current of charge in A"),
    field(
        "current_discharge_max_a",
        Kind::Number(Allowed::CURRENT_MAX),
        "largest current of discharge in A, as a magnitude",
    ),
    field("temperature_min_degc", Kind::Number(Allowed::TEMPERATURE), "lowest temperature in °C"),
    field("temperature_max_degc", Kind::Number(Allowed::TEMPERATURE), "highest temperature in °C"),
    field("serial_number", Kind::Text, "the maker's number"),
    field("batch", Kind::Text, "the batch it is of"),
    field("date_received", Kind::Date, "when it came, YYYY-MM-DD"),
    field("notes", Kind::Text, "in words"),
];
const EXPERIMENT: &[EditField] = &[
    field("name", Kind::Name, "unique name"),
    field("description", Kind::Text, "in words"),
    field("project", Kind::Of(Entity::Project), "the project it is of"),
    base("cell", Kind::Of(Entity::Cell), "the cell that was tested"),
    field("machine", Kind::Of(Entity::Machine), "the cycler"),
    field("operator", Kind::Of(Entity::Operator), "who ran it"),
    field("battery_type", Kind::Listed(CHEMISTRIES), "the chemistry, where it is not the cell's"),
    field("tags", Kind::Tags, "words with commas between"),
    base(
        "nominal_capacity_ah",
        Kind::Nominal(Allowed::NOMINAL_CAPACITY),
        "instead of the cell's or the reference step's, in Ah",
    ),
    base("reference_step", Kind::Reference, "the discharge step that SOC stands on, instead of the one found"),
    field("supersedes", Kind::Supersedes, "the experiment in whose place it stands"),
];

impl Entity {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Project, Self::Cell, Self::Machine, Self::Operator, Self::Experiment];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Cell => "cell",
            Self::Machine => "machine",
            Self::Operator => "operator",
            Self::Experiment => "experiment",
        }
    }

    /// The fields that can be edited.
    #[must_use]
    pub const fn fields(self) -> &'static [EditField] {
        match self {
            Self::Project => PROJECT,
            Self::Cell => CELL,
            Self::Machine => MACHINE,
            Self::Operator => OPERATOR,
            Self::Experiment => EXPERIMENT,
        }
    }
}

/// A field by its name.
pub(super) fn known(entity: Entity, name: &str) -> Result<&'static EditField, StoreError> {
    let fields = entity.fields();
    fields.iter().find(|field| field.name == name).ok_or_else(|| {
        let kind = with_article(entity.as_str());
        let hint = nearest(name, fields.iter().map(|field| field.name)).map_or_else(
            || format!("it has {}", fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        StoreError::Value { field: name.to_owned(), problem: format!("{kind} has no such field; {hint}") }
    })
}
