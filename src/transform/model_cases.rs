//! The acceptance figures of fade models, ends of life and knees, each as a test, and a small generator of series.

use super::end_of_life::{Base, Kind, crossing, crossing_interval, end_of_life, ends_of_life};
use super::fade_model::{Fit, Model, chosen, fit_all};
use super::knee::{double, knee, single};

/// A generator of numbers that look random and are the same each time (Steele et al., OOPSLA 2014: SplitMix64).
pub(super) struct Random(pub(super) u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from `low` to `high`.
    pub(super) fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A normal number of deviation 1 (Box and Muller, 1958).
    pub(super) fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.unit(), self.unit());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }
}

/// The ripple of the acceptance figures.
pub(super) fn ripple(n: u32) -> f64 {
    0.1 * (12.9898 * f64::from(n) + 78.233).sin()
}

/// Fails unless two numbers agree to 1e-6 of their size.
pub(super) fn close(found: f64, wanted: f64) {
    within(found, wanted, 1e-6);
}

pub(super) fn within(found: f64, wanted: f64, share: f64) {
    assert!((found - wanted).abs() <= share * wanted.abs(), "{found} is not {wanted}");
}

fn series(x: impl Fn(f64) -> f64, y: impl Fn(f64) -> f64) -> (Vec<f64>, Vec<f64>) {
    (1..=40).map(|n| (x(f64::from(n)), y(x(f64::from(n))) + ripple(n))).unzip()
}

/// q0, k, rss, aicc and, where there is one, c.
fn check(fit: &Fit, q0: f64, k: f64, rss: f64, aicc: f64) {
    close(fit.q0.unwrap(), q0);
    close(fit.k.unwrap(), k);
    close(fit.rss.unwrap(), rss);
    close(fit.aicc.unwrap(), aicc);
    assert_eq!(fit.refused, None);
}

fn check_ends(found: Option<(f64, f64)>, wanted: (f64, f64)) {
    close(found.unwrap().0, wanted.0);
    close(found.unwrap().1, wanted.1);
}

fn check_crossing(fit: &Fit, x: &[f64], wanted: (f64, f64), share: f64) {
    let (low, high) = crossing_interval(fit, 80.0, x);
    within(low.unwrap(), wanted.0, share);
    within(high.unwrap(), wanted.1, share);
}

#[test]
fn g1_a_line() {
    let (x, y) = series(|n| n, |x| 100.0 - 0.25 * x);
    let fits = fit_all(&x, &y);
    check(&fits[0], 99.97935623409273, -0.24940457173063543, 0.18944872562961312, -207.4339862268786);
    check_ends(fits[0].ci_q0, (99.9332940708069, 100.02541839737857));
    check_ends(fits[0].ci_k, (-0.2513624492415934, -0.2474466942196775));
    close(fits[0].r2.unwrap(), 0.999428906042326);
    close(crossing(&fits[0], 0.8 * fits[0].q0.unwrap()).unwrap(), 80.17443749353035);
    close(crossing(&fits[0], 80.0).unwrap(), 80.10821973091596);
    check_crossing(&fits[0], &x, (79.63523411431547, 80.58855260275483), 1e-9);
    check(&fits[1], 103.25540514485942, -1.955261279579882, 11.738479161979026, -42.37362098845717);
    check_ends(fits[1].ci_k, (-2.0782442799062752, -1.8322782792534889));
    close(crossing(&fits[1], 80.0).unwrap(), 141.46148737704593);
    check(&fits[2], 99.91950086488949, -0.23321933014061266, 0.17964388336483691, -207.083473562188);
    close(fits[2].c.unwrap(), 1.017266888286931);
    check_ends(fits[2].ci_c, (0.9924975623235478, 1.0420362142503141));
    close(crossing(&fits[2], 80.0).unwrap(), 79.20065452048709);
    assert_eq!(chosen(&fits).unwrap().model, Model::Linear);
    let ends = ends_of_life(&x, &y, &fits, Some(1.0));
    assert_eq!(ends.iter().map(|end| end.base).collect::<Vec<_>>(), [Base::Baseline, Base::Nominal, Base::Fit]);
    close(ends[2].value.unwrap(), 80.17443749353035);
    assert_eq!((ends[0].kind, ends[0].value), (Some(Kind::Fit), ends[1].value));
    // The ripple is no white noise, and 79.2 is more than twice 39.
    assert_eq!((ends[0].notes.len(), ends[0].notes[1].contains("Durbin-Watson 0.19")), (2, true));
}

#[test]
fn g2_a_square_root() {
    let (x, y) = series(|n| n, |x| 100.0 - 2.0 * x.sqrt());
    let fits = fit_all(&x, &y);
    check(&fits[0], 96.45124332311245, -0.2458765955962311, 10.544417752198534, -46.664647622981306);
    check_ends(fits[0].ci_q0, (96.1075985139193, 96.7948881323056));
    check_ends(fits[0].ci_k, (-0.26048325745667456, -0.23126993373578766));
    close(fits[0].r2.unwrap(), 0.9683133072770015);
    close(crossing(&fits[0], 0.8 * fits[0].q0.unwrap()).unwrap(), 78.45500145243662);
    check_crossing(&fits[0], &x, (64.22215749094688, 69.92364030977218), 1e-9);
    check(&fits[1], 99.96308435416844, -1.9933623450901852, 0.18765067944367964, -207.81543680207798);
    check_ends(fits[1].ci_k, (-2.0089117666533327, -1.9778129235270379));
    close(crossing(&fits[1], 80.0).unwrap(), 100.29580847870955);
    check_crossing(&fits[1], &x, (99.38231, 101.2275), 1e-6);
    check(&fits[2], 99.81602685663424, -1.8939071123260038, 0.18039286382049713, -206.91705020858356);
    close(fits[2].c.unwrap(), 0.5111205675515328);
    check_ends(fits[2].ci_c, (0.4926332432865083, 0.5296078918165572));
    close(crossing(&fits[2], 80.0).unwrap(), 98.84300766214822);
    assert_eq!(chosen(&fits).unwrap().model, Model::Sqrt);
}

#[test]
fn g3_a_power() {
    let (x, y) = series(|n| 10.0 * n, |x| 100.0 - 0.004 * x.powf(1.4));
    let fits = fit_all(&x, &y);
    check(&fits[0], 101.8191740075057, -0.04571832878674641, 15.464315738258719, -31.347105124713618);
    check_ends(fits[0].ci_q0, (101.40301064822432, 102.23533736678706));
    check_ends(fits[0].ci_k, (-0.04748723589813318, -0.04394942167535963));
    close(fits[0].r2.unwrap(), 0.9863089803610943);
    close(crossing(&fits[0], 0.8 * fits[0].q0.unwrap()).unwrap(), 445.4194923985178);
    check_crossing(&fits[0], &x, (466.2029925699405, 489.1178112341623), 1e-9);
    check(&fits[1], 107.51795752015211, -1.1108259106406406, 96.71307205591343, 41.98143149704282);
    check_ends(fits[1].ci_k, (-1.2224561244834362, -0.9991956967978449));
    close(crossing(&fits[1], 80.0).unwrap(), 613.6777664313307);
    check(&fits[2], 99.94730327006751, -0.003745664079702012, 0.1817697999210764, -206.6128901450406);
    close(fits[2].c.unwrap(), 1.4107034038772206);
    check_ends(fits[2].ci_c, (1.3941525571113689, 1.4272542506430723));
    close(crossing(&fits[2], 80.0).unwrap(), 438.0134730608776);
    check_crossing(&fits[2], &x, (436.63977, 439.41857), 1e-7);
    assert_eq!(chosen(&fits).unwrap().model, Model::Power);
}

#[test]
fn g6_a_crossing_in_the_data() {
    let x: Vec<f64> = (0..10).map(|i| 100.0 * f64::from(i)).collect();
    let y = [100.0, 95.0, 90.0, 85.0, 79.9, 80.4, 79.5, 78.0, 77.0, 75.0];
    let found = end_of_life(&x, &y, &fit_all(&x, &y), Base::Baseline, 80.0);
    close(found.value.unwrap(), 544.4444444444448);
    assert_eq!((found.kind, found.ci), (Some(Kind::Data), None));
}

/// G4, with another bend for G5.
fn bent(early: f64, first: f64, late: f64) -> (Vec<f64>, Vec<f64>) {
    let y = |x: f64| 100.0 - 0.01 * x - early * (x - first).max(0.0) - 0.05 * (x - late).max(0.0);
    (1..=51).map(|k| (20.0 * f64::from(k - 1), y(20.0 * f64::from(k - 1)) + ripple(k))).unzip()
}

#[test]
fn g4_a_knee() {
    let (x, y) = bent(0.0, 0.0, 600.0);
    let fits = fit_all(&x, &y);
    close(fits[0].aicc.unwrap(), 133.9323158232199);
    let found = knee(&x, &y, &fits).single.unwrap();
    close(found.knee, 598.5916586493663);
    close(found.b0, 94.06246796921982);
    close(found.b1, -0.034919859707732294);
    close(found.b2, -0.025076557132975186);
    close(found.slope_before, -0.009843302574757108);
    close(found.slope_after, -0.05999641684070748);
    close(found.rss, 0.22729659033552224);
    close(found.aicc, -264.74625093255537);
    within(found.ci.0, 597.0147, 1e-7);
    within(found.ci.1, 600.198, 1e-7);
}

#[test]
fn g5_an_onset() {
    let (x, y) = bent(0.02, 400.0, 700.0);
    let found = double(&x, &y).unwrap();
    close(found.onset, 404.98272724424817);
    close(found.knee, 703.2070411304267);
    close(found.rss, 0.18625892910593764);
    close(found.aicc, -269.629947655675);
    let wanted = [121.72337052486272, -0.04526975795666083, -0.010264023242501053, -0.02501141543606347];
    found.coefficients.iter().zip(wanted).for_each(|(found, wanted)| close(*found, wanted));
    let one = single(&x, &y).unwrap();
    close(one.knee, 648.8886746160309);
    close(one.b0, 90.46919529535731);
    close(one.b1, -0.046969882511404534);
    close(one.b2, -0.030611703549255336);
    close(one.slope_before, -0.016358178962149198);
    close(one.slope_after, -0.07758158606065987);
    close(one.rss, 29.38384582002133);
    close(one.aicc, -16.78707580262174);
    within(one.ci.0, 623.8222, 1e-7);
    within(one.ci.1, 669.4593, 1e-7);
    let judged = knee(&x, &y, &fit_all(&x, &y));
    assert_eq!((judged.knee(), judged.onset()), (Some(one.knee), Some(found.onset)), "{judged:?}");
}
