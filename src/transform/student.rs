//! Quantiles and tail probabilities of Student's t and of the F distribution, to a relative error of 1e-12.
//!
//! Both are regularised incomplete beta functions (NIST Handbook of Mathematical Functions, 2010, 8.17): the continued
//! fraction 8.17.22 by Lentz's method, its front factor by Stirling's formula so that large degrees of freedom lose
//! nothing. Quantiles are Newton's method on the logarithm of the tail, kept within a bracket.

/// Steps of a continued fraction or of a root search, more than either ever takes.
const MOST_STEPS: usize = 2000;
/// Stirling's series is used from here on.
const STIRLING_FROM: f64 = 16.0;
/// Half the logarithm of two pi.
const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// P(T > t) of Student's t with `df` degrees of freedom (any positive number, whole or not).
///
/// Not a number where `df` is not positive or an argument is not a number.
#[must_use]
pub(super) fn t_tail(t: f64, df: f64) -> f64 {
    if t.is_nan() || !is_df(df) {
        return f64::NAN;
    }
    let whole = df + t * t;
    let two_sided = if whole.is_finite() { incomplete_beta(df / 2.0, 0.5, df / whole, t * t / whole) } else { 0.0 };
    if t < 0.0 { 1.0 - two_sided / 2.0 } else { two_sided / 2.0 }
}

/// P(|T| > |t|): the p-value of a two-sided test; arguments as of [`t_tail`].
#[must_use]
pub(super) fn t_two_sided(t: f64, df: f64) -> f64 {
    2.0 * t_tail(t.abs(), df)
}

/// The t below which a share `p` of Student's distribution with `df` degrees of freedom lies.
///
/// Not a number unless 0 < p < 1 and `df` is positive.
#[must_use]
pub(super) fn t_quantile(p: f64, df: f64) -> f64 {
    if !is_share(p) || !is_df(df) {
        return f64::NAN;
    }
    let tail = if p < 0.5 { p } else { 1.0 - p };
    if tail == 0.5 {
        return 0.0;
    }
    // x times the density: the front factor itself.
    let slope = |t: f64| front(df / 2.0, 0.5, df / (df + t * t), t * t / (df + t * t));
    let found = inverse(tail, |t| t_tail(t, df), slope);
    if p < 0.5 { -found } else { found }
}

/// P(F > f) of the F distribution with `df1` and `df2` degrees of freedom.
///
/// Not a number where a degree of freedom is not positive or `f` is not a number; 1 where `f` is not positive.
#[must_use]
pub(super) fn f_tail(f: f64, df1: f64, df2: f64) -> f64 {
    if f.is_nan() || !is_df(df1) || !is_df(df2) {
        return f64::NAN;
    }
    if f <= 0.0 {
        return 1.0;
    }
    let whole = df2 + df1 * f;
    if whole.is_finite() { incomplete_beta(df2 / 2.0, df1 / 2.0, df2 / whole, df1 * f / whole) } else { 0.0 }
}

/// The value below which a share `p` of the F distribution with `df1` and `df2` degrees of freedom lies.
///
/// Not a number unless 0 < p < 1 and both degrees of freedom are positive.
#[must_use]
pub(super) fn f_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    if !is_share(p) || !is_df(df1) || !is_df(df2) {
        return f64::NAN;
    }
    if p < 0.5 {
        // The reciprocal is F with its degrees of freedom exchanged; the small tail keeps its digits.
        return 1.0 / f_of_tail(p, df2, df1);
    }
    f_of_tail(1.0 - p, df1, df2)
}

fn f_of_tail(tail: f64, df1: f64, df2: f64) -> f64 {
    let slope = |f: f64| {
        let whole = df2 + df1 * f;
        front(df2 / 2.0, df1 / 2.0, df2 / whole, df1 * f / whole)
    };
    inverse(tail, |f| f_tail(f, df1, df2), slope)
}

fn is_df(df: f64) -> bool {
    df > 0.0 && df.is_finite()
}

fn is_share(p: f64) -> bool {
    p > 0.0 && p < 1.0
}

/// The positive x with `tail(x) == wanted`, where the tail falls; `slope` is -x times its derivative.
fn inverse(wanted: f64, tail: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (1.0_f64, 1.0_f64);
    while tail(high) > wanted && high < f64::MAX / 4.0 {
        low = high;
        high *= 2.0;
    }
    while tail(low) <= wanted && low > f64::MIN_POSITIVE * 4.0 {
        high = low;
        low /= 2.0;
    }
    let mut x = (low * high).sqrt();
    for _ in 0..MOST_STEPS {
        let at = tail(x);
        if at > wanted {
            low = x;
        } else {
            high = x;
        }
        let newton = x * ((at / wanted).ln() * at / slope(x)).exp();
        let next = if newton > low && newton < high { newton } else { (low * high).sqrt() };
        let moved = (next - x).abs();
        x = next;
        if moved <= 2.0 * f64::EPSILON * x || high - low <= 2.0 * f64::EPSILON * high {
            break;
        }
    }
    x
}

/// The regularised incomplete beta function I_x(a, b), with `y` = 1 - x given apart so that neither loses digits.
fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if y <= 0.0 {
        1.0
    } else if x < (a + 1.0) / (a + b + 2.0) {
        front(a, b, x, y) / a * fraction(a, b, x)
    } else {
        1.0 - front(b, a, y, x) / b * fraction(b, a, y)
    }
}

/// x^a y^b / B(a, b).
fn front(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let whole = a + b;
    let away = x * b - y * a;
    let part = |share: f64, power: f64, away: f64| {
        let ratio = away / power;
        power * if ratio.abs() < 0.5 { ratio.ln_1p() } else { (share * whole / power).ln() }
    };
    let stirling = 0.5 * (a * b / whole).ln() - HALF_LN_TWO_PI - rest(a) - rest(b) + rest(whole);
    (part(x, a, away) + part(y, b, -away) + stirling).exp()
}

/// What Stirling's formula leaves of the logarithm of the gamma function (NIST Handbook, 5.11.1).
fn rest(a: f64) -> f64 {
    let (mut a, mut sum) = (a, 0.0);
    while a < STIRLING_FROM {
        sum += (a + 0.5) * (1.0 / a).ln_1p() - 1.0;
        a += 1.0;
    }
    let square = 1.0 / (a * a);
    let series = 1.0 / 12.0
        - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square * (1.0 / 1188.0))));
    sum + series / a
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let safe = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut upper = 1.0;
    let mut lower = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut product = lower;
    for step in 1..MOST_STEPS {
        let at = step as f64;
        let even = at * (b - at) * x / ((a + 2.0 * at - 1.0) * (a + 2.0 * at));
        let odd = -(a + at) * (a + b + at) * x / ((a + 2.0 * at) * (a + 2.0 * at + 1.0));
        let before = product;
        for part in [even, odd] {
            lower = 1.0 / safe(1.0 + part * lower);
            upper = safe(1.0 + part / upper);
            product *= lower * upper;
        }
        if (product - before).abs() < f64::EPSILON * product.abs() {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, wanted: f64, what: &str) {
        assert!((found / wanted - 1.0).abs() < 1e-12, "{what}: {found:e} is not {wanted:e}");
    }

    // The references are of mpmath with 40 digits, which SciPy 1.17 agrees with to 1e-14.
    #[test]
    fn quantiles_of_t() {
        for (p, df, wanted) in [
            (0.975, 1.0, 12.706204736174692),
            (0.975, 2.0, 4.302652729749462),
            (0.975, 3.0, 3.182446305283708),
            (0.975, 5.0, 2.5705818356363146),
            (0.975, 8.334445349301221, 2.2899959407729624),
            (0.975, 38.0, 2.0243941639119694),
            (0.975, 197.0, 1.9720790337785024),
            (0.975, 1998.0, 1.9611520148367054),
            (0.975, 1e5, 1.9599877075346093),
            (0.995, 12.0, 3.0545395893929017),
            (0.9999999, 4.0, 73.98575805751054),
            (0.6, 7.5, 0.26250189880429464),
            (0.75, 0.5, 1.5537739740300374),
        ] {
            close(t_quantile(p, df), wanted, "t");
            close(t_tail(wanted, df), 1.0 - p, "its tail");
        }
        close(t_quantile(0.025, 8.0), -t_quantile(0.975, 8.0), "symmetric");
        assert_eq!(t_quantile(0.5, 3.0), 0.0);
        assert!(t_quantile(1.0, 3.0).is_nan() && t_quantile(0.9, 0.0).is_nan());
    }

    #[test]
    fn tails_of_t() {
        for (t, df, wanted) in [
            (4.94998133172397, 8.334445349301221, 0.0004967052565615153),
            (0.001, 10.0, 0.4996108916873705),
            (1.0, 1.0, 0.25),
            (2.5, 40.0, 0.008310176415489607),
            (10.0, 100.0, 4.9508444922970696e-17),
            (40.0, 30.0, 6.863022597203201e-28),
            (1.96, 5000.0, 0.02502562614590977),
            (30.0, 2.5, 0.0001455323545786977),
            (0.3, 1e6, 0.3820886089894971),
        ] {
            close(t_tail(t, df), wanted, "t");
            close(t_two_sided(-t, df), 2.0 * wanted, "two-sided");
            close(t_tail(-t, df), 1.0 - wanted, "the other side");
        }
        assert_eq!((t_tail(0.0, 4.0), t_tail(f64::INFINITY, 4.0), t_tail(1e200, 4.0)), (0.5, 0.0, 0.0));
    }

    #[test]
    fn quantiles_and_tails_of_f() {
        for (p, df1, df2, wanted) in [
            (0.95, 1.0, 3.0, 10.127964486013926),
            (0.95, 1.0, 47.0, 4.0470998945817005),
            (0.95, 1.0, 1996.0, 3.8461218972379005),
            (0.95, 3.0, 10.0, 3.708264819046843),
            (0.99, 7.5, 2.2, 69.64886739828346),
            (0.05, 4.0, 9.0, 0.16670058936947546),
            (0.5, 20.0, 300.0, 0.9690298199981366),
            (0.001, 2.0, 60.0, 0.0010005170171176233),
        ] {
            close(f_quantile(p, df1, df2), wanted, "F");
        }
        for (f, df1, df2, wanted) in [
            (4.0, 1.0, 47.0, 0.05129772802970585),
            (0.1, 3.0, 10.0, 0.9581853483321693),
            (25.0, 4.0, 9.0, 6.849476211513538e-05),
            (1.0, 100.0, 2000.0, 0.4825605051337442),
            (3.0, 1.5, 7.7, 0.11581368553343953),
        ] {
            close(f_tail(f, df1, df2), wanted, "F");
        }
        assert!(f_tail(1.0, -1.0, 2.0).is_nan() && f_quantile(0.0, 1.0, 2.0).is_nan());
        assert_eq!(f_tail(-1.0, 1.0, 2.0), 1.0);
    }
}
