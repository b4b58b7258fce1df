//! Fewer points for the same picture: those that lie on the line between their neighbours go (Ramer, Computer Graphics and
//! Image Processing 1, 1972; Douglas and Peucker, Cartographica 10, 1973).

/// Leaves out points that lie within `tolerance` of the line that stays.
pub(super) fn simplify(points: &[(f64, f64)], tolerance: f64) -> Vec<(f64, f64)> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let mut keep = vec![false; points.len()];
    keep[0] = true;
    keep[points.len() - 1] = true;
    let mut open = vec![(0, points.len() - 1)];
    while let Some((from, to)) = open.pop() {
        let farthest = (from + 1..to)
            .map(|i| (i, distance(points[i], points[from], points[to])))
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        if let Some((i, distance)) = farthest
            && distance > tolerance
        {
            keep[i] = true;
            open.push((from, i));
            open.push((i, to));
        }
    }
    points.iter().zip(keep).filter_map(|(point, keep)| keep.then_some(*point)).collect()
}

/// The distance of a point from the stretch between two others.
fn distance(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx.mul_add(dx, dy * dy);
    let share = if length > 0.0 { ((p.0 - a.0).mul_add(dx, (p.1 - a.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (p.0 - share.mul_add(dx, a.0)).hypot(p.1 - share.mul_add(dy, a.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_stretches_become_two_points_and_spikes_stay() {
        let mut points: Vec<(f64, f64)> = (0..100).map(|i| (f64::from(i), 5.0)).collect();
        assert_eq!(simplify(&points, 0.1), [(0.0, 5.0), (99.0, 5.0)]);
        points[40].1 = 9.0;
        assert!(simplify(&points, 0.1).contains(&(40.0, 9.0)));
        assert_eq!(simplify(&[(0.0, 0.0), (5.0, 5.0), (0.0, 0.0)], 0.1).len(), 3);
    }
}
