//! Peaks with prominence, as `find_peaks` of SciPy defines them.

/// A local maximum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// Its index; the middle one of a flat top.
    pub index: usize,
    /// Its height.
    pub value: f64,
    /// How far it stands out: its height above the higher of the lowest points towards the next higher ground on each side.
    pub prominence: f64,
}

/// The local maxima of `values` that stand out by at least `prominence`, in order. The ends are no peaks.
#[must_use]
pub fn find_peaks(values: &[f64], prominence: f64) -> Vec<Peak> {
    let mut peaks = Vec::new();
    let mut i = 1;
    while i + 1 < values.len() {
        if values[i - 1] < values[i] {
            let mut ahead = i + 1;
            while ahead + 1 < values.len() && values[ahead] == values[i] {
                ahead += 1;
            }
            if values[ahead] < values[i] {
                let index = usize::midpoint(i, ahead - 1);
                peaks.push(Peak { index, value: values[index], prominence: prominence_of(values, index) });
                i = ahead;
            }
        }
        i += 1;
    }
    peaks.retain(|peak| peak.prominence >= prominence);
    peaks
}

fn prominence_of(values: &[f64], peak: usize) -> f64 {
    let height = values[peak];
    let lowest = |side: &mut dyn Iterator<Item = &f64>| {
        side.take_while(|&&value| value <= height).fold(height, |low, &value| low.min(value))
    };
    height - lowest(&mut values[..peak].iter().rev()).max(lowest(&mut values[peak + 1..].iter()))
}

#[cfg(test)]
#[allow(clippy::unreadable_literal, reason = "the digits are SciPy's, as it prints them")]
mod tests {
    use super::*;

    const NOISY: [f64; 57] = [
        -0.072, 0.109, 0.392, 0.914, 0.841, 1.114, 1.344, 1.142, 1.152, 1.045, 0.822, 0.348, 0.213, 0.362, 0.294,
        1.007, 1.207, 1.342, 1.906, 1.792, 5.0, 5.0, 5.0, 5.0, 0.621, 0.053, 0.515, 1.1, 1.213, 1.706, 1.874, 2.115,
        1.942, 1.923, 1.739, 1.54, 1.114, 0.205, 0.058, 0.862, 4.5, 4.5, 2.185, 2.648, 2.675, 2.474, 2.258, 1.914,
        1.685, 0.791, 0.139, 0.568, 1.182, 1.798, 2.187, 2.743, 2.905,
    ];

    /// `scipy.signal.find_peaks(NOISY, prominence)` of SciPy 1.17.1: index and prominence.
    const EXPECTED: [(f64, &[(usize, f64)]); 3] = [
        (
            0.0,
            &[
                (3, 0.07300000000000006),
                (6, 1.131),
                (8, 0.010000000000000009),
                (13, 0.068),
                (18, 0.11399999999999988),
                (21, 4.947),
                (31, 2.0570000000000004),
                (40, 4.361),
                (44, 0.48999999999999977),
            ],
        ),
        (0.3, &[(6, 1.131), (21, 4.947), (31, 2.0570000000000004), (40, 4.361), (44, 0.48999999999999977)]),
        (2.0, &[(21, 4.947), (31, 2.0570000000000004), (40, 4.361)]),
    ];

    #[test]
    fn they_agree_with_scipy() {
        for (prominence, expected) in EXPECTED {
            let found = find_peaks(&NOISY, prominence);
            assert_eq!(
                found.iter().map(|p| p.index).collect::<Vec<_>>(),
                expected.iter().map(|e| e.0).collect::<Vec<_>>()
            );
            for (peak, (_, expected)) in found.iter().zip(expected) {
                assert!((peak.prominence - expected).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn short_and_flat_data_have_none() {
        assert!(find_peaks(&[], 0.0).is_empty());
        assert!(find_peaks(&[1.0, 2.0], 0.0).is_empty());
        assert!(find_peaks(&[1.0, 2.0, 2.0], 0.0).is_empty());
        assert_eq!(find_peaks(&[0.0, 2.0, 2.0, 2.0, 1.0], 0.0)[0].index, 2);
    }
}
