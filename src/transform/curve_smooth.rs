//! Savitzky-Golay smoothing and derivatives (Savitzky and Golay, Analytical Chemistry 36, 1964) on a uniform grid.
//!
//! Each value is that of the polynomial fitted to its window by least squares; near the ends the polynomial of the first
//! or last full window serves, as `savgol_filter(mode="interp")` of SciPy does.

/// Why a curve cannot be smoothed or resampled as asked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CurveError {
    /// The window is even or too short for the order.
    #[error("a window of {window} points cannot hold order {order}: choose an odd window above the order")]
    Window {
        /// The window asked for.
        window: usize,
        /// The order asked for.
        order: usize,
    },
    /// Fewer points than the window.
    #[error("only {points} grid points, fewer than the window of {window}: choose a finer grid or a shorter window")]
    TooShort {
        /// The points there are.
        points: usize,
        /// The window asked for.
        window: usize,
    },
    /// The grid is no positive number.
    #[error("a grid of {0} is no step: choose a positive number")]
    Grid(f64),
    /// The grid is too fine for the range.
    #[error("a grid of {grid} cuts the range into more than {most} points: choose a coarser one")]
    TooFine {
        /// The grid asked for.
        grid: f64,
        /// The most points there may be.
        most: usize,
    },
}

/// One orthonormal polynomial over the window: its values there, and its coefficients in `(i - middle) / middle`.
struct Basis {
    values: Vec<f64>,
    coefficients: Vec<f64>,
}

/// Orthonormal polynomials of degree 0 to `order` over a window of `window` points, by Gram-Schmidt, twice for accuracy.
fn bases(window: usize, order: usize) -> Vec<Basis> {
    let middle = (window / 2) as f64;
    let scale = middle.max(1.0);
    let at: Vec<f64> = (0..window).map(|i| (i as f64 - middle) / scale).collect();
    let mut found: Vec<Basis> = Vec::with_capacity(order + 1);
    for degree in 0..=order {
        let mut values: Vec<f64> = at.iter().map(|&x| x.powi(degree as i32)).collect();
        let mut coefficients = vec![0.0; order + 1];
        coefficients[degree] = 1.0;
        for _ in 0..2 {
            for lower in &found {
                let share: f64 = values.iter().zip(&lower.values).map(|(a, b)| a * b).sum();
                values.iter_mut().zip(&lower.values).for_each(|(a, b)| *a -= share * b);
                coefficients.iter_mut().zip(&lower.coefficients).for_each(|(a, b)| *a -= share * b);
            }
        }
        let norm = values.iter().map(|v| v * v).sum::<f64>().sqrt();
        for value in values.iter_mut().chain(&mut coefficients) {
            *value /= norm;
        }
        found.push(Basis { values, coefficients });
    }
    found
}

/// The value at `x` of the `derivative`-th derivative of a polynomial.
fn evaluate(coefficients: &[f64], x: f64, derivative: usize) -> f64 {
    let falling = |power: usize| (0..derivative).map(|k| (power - k) as f64).product::<f64>();
    (derivative..coefficients.len()).rev().fold(0.0, |sum, power| sum.mul_add(x, coefficients[power] * falling(power)))
}

/// The weights that give, from the values of a window, the fitted polynomial's derivative at point `at` of the window.
fn weights(bases: &[Basis], window: usize, at: usize, derivative: usize, delta: f64) -> Vec<f64> {
    let middle = (window / 2) as f64;
    let scale = middle.max(1.0);
    let x = (at as f64 - middle) / scale;
    let unit = (scale * delta).powi(derivative as i32);
    let mut weights = vec![0.0; window];
    for basis in bases {
        let slope = evaluate(&basis.coefficients, x, derivative) / unit;
        weights.iter_mut().zip(&basis.values).for_each(|(w, v)| *w += slope * v);
    }
    weights
}

/// Smooths `values`, or gives their `derivative`-th derivative, on a grid of step `delta`.
///
/// # Errors
/// When the window is even, not above the order, or longer than the values.
pub fn savitzky_golay(
    values: &[f64],
    window: usize,
    order: usize,
    derivative: usize,
    delta: f64,
) -> Result<Vec<f64>, CurveError> {
    if window.is_multiple_of(2) || window <= order {
        return Err(CurveError::Window { window, order });
    }
    if values.len() < window {
        return Err(CurveError::TooShort { points: values.len(), window });
    }
    if derivative > order {
        return Ok(vec![0.0; values.len()]);
    }
    let bases = bases(window, order);
    let half = window / 2;
    let dot = |weights: &[f64], from: usize| -> f64 {
        weights.iter().zip(&values[from..from + window]).map(|(w, v)| w * v).sum()
    };
    let inner = weights(&bases, window, half, derivative, delta);
    let last = values.len() - window;
    Ok((0..values.len())
        .map(|i| match i.checked_sub(half) {
            Some(from) if from <= last => dot(&inner, from),
            Some(_) => dot(&weights(&bases, window, i - last, derivative, delta), last),
            None => dot(&weights(&bases, window, i, derivative, delta), 0),
        })
        .collect())
}

#[cfg(test)]
#[allow(clippy::unreadable_literal, reason = "the digits are SciPy's, as it prints them")]
mod tests {
    use super::*;

    const NOISY: [f64; 31] = [
        0.0, 0.758, 1.313, 1.795, 2.391, 2.671, 3.128, 3.48, 3.056, 2.826, 2.712, 2.24, 1.666, 0.889, 0.491, 0.087,
        -0.804, -1.011, -1.555, -1.537, -1.587, -1.034, -0.84, 0.025, 0.698, 1.436, 1.857, 3.183, 4.217, 5.155, 5.665,
    ];

    /// `scipy.signal.savgol_filter(NOISY, window, order, deriv, delta)` of SciPy 1.17.1.
    const EXPECTED: [(usize, usize, usize, f64, [f64; 31]); 4] = [
        (
            5,
            2,
            0,
            1.0,
            [
                0.03088571428571376,
                0.6978571428571421,
                1.308114285714285,
                1.847885714285713,
                2.3118857142857125,
                2.7374285714285693,
                3.161342857142855,
                3.3393428571428556,
                3.145828571428569,
                2.8599428571428556,
                2.64942857142857,
                2.2705999999999986,
                1.6074571428571418,
                0.9718857142857136,
                0.49922857142857113,
                -0.05459999999999997,
                -0.6161142857142854,
                -1.1755714285714278,
                -1.4239428571428563,
                -1.6485142857142847,
                -1.4470285714285702,
                -1.2047428571428567,
                -0.6777428571428568,
                -0.07100000000000004,
                0.7527714285714281,
                1.2985142857142846,
                2.0643428571428553,
                3.063599999999998,
                4.26225714285714,
                5.097628571428568,
                5.686142857142853,
            ],
        ),
        (
            9,
            3,
            1,
            0.002,
            [
                280.03733766233734,
                300.86796536796516,
                302.13041125541116,
                283.8246753246753,
                245.95075757575762,
                205.27146464646478,
                107.89856902356914,
                11.849747474747602,
                -67.98989898989882,
                -141.84175084175075,
                -203.3863636363634,
                -243.29503367003346,
                -276.0340909090908,
                -308.44654882154873,
                -283.01430976430964,
                -278.8005050505049,
                -251.66666666666657,
                -226.3282828282828,
                -110.31607744107745,
                -3.4726430976431075,
                92.3034511784511,
                212.5723905723905,
                295.9482323232322,
                317.1826599326599,
                335.8489057239057,
                396.1986531986532,
                449.6292087542088,
                459.38606301106313,
                453.2085738335742,
                431.0967412217419,
                393.0505651755662,
            ],
        ),
        (
            21,
            3,
            1,
            0.5,
            [
                2.4183930951665467,
                1.949118201740625,
                1.5143136871603677,
                1.1139795514257755,
                0.7481157945368477,
                0.416722416493585,
                0.11979941729598664,
                -0.14265320305594686,
                -0.37063544456221553,
                -0.5641473072228198,
                -0.7231887910377613,
                -0.9351851637217772,
                -1.076269960694446,
                -1.159452892221771,
                -1.1448070186445474,
                -1.046179271741057,
                -0.8385443070786321,
                -0.6130713740873924,
                -0.36274780935650514,
                -0.05066881355782967,
                0.31001408109646095,
                0.543052850615779,
                0.7758229378892989,
                1.0083243429170206,
                1.2405570656989426,
                1.4725211062350665,
                1.7042164645253912,
                1.9356431405699173,
                2.166801134368645,
                2.397690445921573,
                2.628311075228702,
            ],
        ),
        (
            7,
            4,
            2,
            0.1,
            [
                -18.04469696969706,
                -12.465909090909117,
                -8.205303030303014,
                -5.262878787878549,
                -7.402272727272475,
                3.6340909090911566,
                -23.449242424242215,
                -44.79999999999987,
                -4.770454545454498,
                10.23181818181817,
                -20.088636363636397,
                -28.17272727272742,
                0.5007575757574081,
                21.130303030302862,
                -8.437121212121433,
                -7.393939393939576,
                8.312121212120957,
                24.764393939393727,
                7.103030303030138,
                39.12499999999993,
                9.312121212121212,
                21.462121212121303,
                14.94015151515169,
                18.463636363636596,
                -27.588636363636112,
                16.64393939393966,
                33.49545454545492,
                15.65303030303079,
                -11.407575757575598,
                -55.5227272727272,
                -116.69242424242438,
            ],
        ),
    ];

    #[test]
    fn it_agrees_with_scipy() {
        for (window, order, derivative, delta, expected) in EXPECTED {
            let found = savitzky_golay(&NOISY, window, order, derivative, delta).unwrap();
            let scale = expected.iter().fold(0.0, |most: f64, v| most.max(v.abs()));
            for (a, b) in found.iter().zip(expected) {
                assert!((a - b).abs() <= 1e-11 * scale, "window {window}, derivative {derivative}: {a} is not {b}");
            }
        }
    }

    #[test]
    fn windows_that_cannot_be_are_refused() {
        assert_eq!(savitzky_golay(&NOISY, 4, 3, 0, 1.0), Err(CurveError::Window { window: 4, order: 3 }));
        assert_eq!(savitzky_golay(&NOISY, 3, 3, 0, 1.0), Err(CurveError::Window { window: 3, order: 3 }));
        assert_eq!(savitzky_golay(&NOISY, 33, 3, 0, 1.0), Err(CurveError::TooShort { points: 31, window: 33 }));
    }
}
