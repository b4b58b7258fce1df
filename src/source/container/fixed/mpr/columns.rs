//! What the column ids of an .mpr mean: EC-Lab's name of the column and the form of its values.

/// Where a value lies in a record, and in which form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// Bits of the flag byte: how far they lie from the right, and how many values they have.
    Flag {
        shift: u8,
        mask: u8,
    },
    U16,
    U32,
    F32,
    F64,
}

impl Form {
    /// Bytes in a record; the flags share one byte, which is counted by itself.
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::Flag { .. } => 0,
            Self::U16 => 2,
            Self::U32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }
}

/// Ids that other rooms ask for.
pub(super) mod id {
    pub(crate) const TIME: u16 = 4;
    pub(crate) const EWE: u16 = 6;
    pub(crate) const DQ: u16 = 7;
    pub(crate) const CURRENTS: [u16; 3] = [8, 11, 76];
    pub(crate) const Q_MINUS_Q0: u16 = 13;
    pub(crate) const NS_CHANGES: u16 = 31;
    pub(crate) const CYCLE_NUMBER: u16 = 24;
    pub(crate) const FREQUENCY: u16 = 32;
    pub(crate) const NS: u16 = 131;
    pub(crate) const HALF_CYCLE: u16 = 468;
}

/// Name and form of a column; nothing where the id is not known.
pub(super) fn column(id: u16) -> Option<(&'static str, Form)> {
    use Form::{F32, F64, Flag, U16, U32};
    Some(match id {
        1 => ("mode", Flag { shift: 0, mask: 3 }),
        2 => ("ox/red", Flag { shift: 2, mask: 1 }),
        3 => ("error", Flag { shift: 3, mask: 1 }),
        21 => ("control changes", Flag { shift: 4, mask: 1 }),
        31 => ("Ns changes", Flag { shift: 5, mask: 1 }),
        65 => ("counter inc.", Flag { shift: 7, mask: 1 }),
        4 => ("time/s", F64),
        5 => ("control/V/mA", F32),
        6 => ("Ewe/V", F32),
        7 => ("dq/mA.h", F64),
        8 => ("I/mA", F32),
        9 => ("Ece/V", F32),
        11 => ("<I>/mA", F64),
        13 => ("(Q-Qo)/mA.h", F64),
        16 => ("Analog IN 1/V", F32),
        17 => ("Analog IN 2/V", F32),
        19 => ("control/V", F32),
        20 => ("control/mA", F32),
        23 => ("dQ/mA.h", F64),
        24 => ("cycle number", F64),
        32 => ("freq/Hz", F32),
        33 => ("|Ewe|/V", F32),
        34 => ("|I|/A", F32),
        35 => ("Phase(Z)/deg", F32),
        36 => ("|Z|/Ohm", F32),
        37 => ("Re(Z)/Ohm", F32),
        38 => ("-Im(Z)/Ohm", F32),
        39 => ("I Range", U16),
        70 => ("P/W", F32),
        74 => ("|Energy|/W.h", F64),
        76 => ("<I>/mA", F32),
        77 | 174 => ("<Ewe>/V", F32),
        96 => ("|Ece|/V", F32),
        98 => ("Phase(Zce)/deg", F32),
        99 => ("|Zce|/Ohm", F32),
        100 => ("Re(Zce)/Ohm", F32),
        101 => ("-Im(Zce)/Ohm", F32),
        123 => ("Energy charge/W.h", F64),
        124 => ("Energy discharge/W.h", F64),
        125 => ("Capacitance charge/µF", F64),
        126 => ("Capacitance discharge/µF", F64),
        131 => ("Ns", U16),
        168 => ("Rcmp/Ohm", F32),
        169 => ("Cs/µF", F32),
        172 => ("Cp/µF", F32),
        430 => ("Phase(Zwe-ce)/deg", F32),
        431 => ("|Zwe-ce|/Ohm", F32),
        432 => ("Re(Zwe-ce)/Ohm", F32),
        433 => ("-Im(Zwe-ce)/Ohm", F32),
        434 => ("(Q-Qo)/C", F32),
        435 => ("dQ/C", F32),
        438 => ("step time/s", F64),
        441 | 471 => ("<Ece>/V", F32),
        467 => ("Q charge/discharge/mA.h", F64),
        468 => ("half cycle", U32),
        469 => ("z cycle", U32),
        // Distortion and harmonics; which of them an id is, is not known.
        473..=497 => ("harmonics", F32),
        880 => ("Energy we/W.h", F64),
        _ => return None,
    })
}
