//! A conditional log-linear model, which weights of evidence are: of several answers
//! each is as likely as the exponential of the sum of its weights (Berger, Della Pietra,
//! Della Pietra 1996). Of two answers, one of which has nothing that speaks for it, that
//! is the logistic regression.
//!
//! The fit is Newton's method with a step that is halved until it helps. Each weight is
//! held where it stood by a spring, so that what is seldom seen hardly moves. The sum
//! that is made small is convex: there is one best set of weights.

/// What is seen for an answer: signals, each with how often.
pub(crate) type Features = Vec<(u32, f32)>;

/// A question whose answer is known.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// What speaks for each answer.
    pub(crate) options: Vec<Features>,
    /// Which one is right.
    pub(crate) truth: usize,
    /// What it is about, for those who read.
    pub(crate) note: String,
}

/// How well weights answer questions.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measured {
    /// Of how many questions.
    pub(crate) count: usize,
    /// The share of questions whose likeliest answer is right; a tie counts in part.
    pub(crate) accuracy: f64,
    /// The mean of the negative logarithms of how likely the right answers are.
    pub(crate) loss: f64,
}

/// Weights that were fitted.
#[derive(Clone, Debug)]
pub(crate) struct Fitted {
    /// The weights.
    pub(crate) weights: Vec<f64>,
    /// Their standard errors, by the curvature there, springs included.
    pub(crate) errors: Vec<f64>,
}

/// Most steps of Newton's method; ten are usual.
const STEPS: usize = 60;
/// A step that moves no weight by more is the last.
const SMALL: f64 = 1e-5;
/// An answer less likely than that bends nothing.
const UNLIKELY: f64 = 1e-9;

impl Case {
    /// The sum of the weights of each answer.
    fn sums(&self, weights: &[f64]) -> Vec<f64> {
        let sum = |features: &Features| {
            let mut sum = 0.0;
            for &(feature, count) in features {
                sum += weights[feature as usize] * f64::from(count);
            }
            sum
        };
        self.options.iter().map(sum).collect()
    }

    /// How likely each answer is, and the negative logarithm of that of the right one.
    pub(crate) fn likely(&self, weights: &[f64]) -> (Vec<f64>, f64) {
        let mut sums = self.sums(weights);
        let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let right = sums[self.truth] - most;
        let mut total = 0.0;
        for sum in &mut sums {
            *sum = (*sum - most).exp();
            total += *sum;
        }
        for sum in &mut sums {
            *sum /= total;
        }
        (sums, total.ln() - right)
    }
}

/// Holds weights against the answers.
pub(crate) fn measure(cases: &[Case], weights: &[f64]) -> Measured {
    let mut measured = Measured { count: cases.len(), ..Measured::default() };
    for case in cases {
        let (likely, loss) = case.likely(weights);
        let most = likely.iter().copied().fold(0.0, f64::max) * (1.0 - 1e-6);
        if likely[case.truth] >= most {
            measured.accuracy += 1.0 / likely.iter().filter(|&&p| p >= most).count() as f64;
        }
        measured.loss += loss;
    }
    let count = cases.len().max(1) as f64;
    measured.accuracy /= count;
    measured.loss /= count;
    measured
}

/// Finds the weights under which the right answers are most likely, held where they
/// stand (`present`) by springs, each of its `strength`.
pub(crate) fn fit(cases: &[Case], present: &[f64], strength: &[f64]) -> Fitted {
    let mut weights = present.to_vec();
    let mut height = height(cases, &weights, present, strength);
    for _ in 0..STEPS {
        let (slope, bend) = bend(cases, &weights, present, strength);
        let step = Factor::of(bend).solve(&slope);
        let mut share = 1.0;
        let moved = loop {
            let there: Vec<f64> = weights.iter().zip(&step).map(|(w, s)| w - share * s).collect();
            let lower = self::height(cases, &there, present, strength);
            if lower <= height {
                height = lower;
                weights = there;
                break share;
            }
            share /= 2.0;
            if share < 1e-6 {
                break 0.0;
            }
        };
        if step.iter().all(|s| (s * moved).abs() < SMALL) {
            break;
        }
    }
    let factor = Factor::of(bend(cases, &weights, present, strength).1);
    let error = |at: usize| {
        let mut unit = vec![0.0; present.len()];
        unit[at] = 1.0;
        factor.solve(&unit)[at].sqrt()
    };
    Fitted { errors: (0..present.len()).map(error).collect(), weights }
}

/// What is made small.
fn height(cases: &[Case], weights: &[f64], present: &[f64], strength: &[f64]) -> f64 {
    let moved = weights.iter().zip(present).map(|(w, p)| (w - p) * (w - p));
    let springs: f64 = moved.zip(strength).map(|(moved, strength)| moved * strength / 2.0).sum();
    cases.iter().map(|case| case.likely(weights).1).sum::<f64>() + springs
}

/// Its first and second derivatives.
fn bend(
    cases: &[Case],
    weights: &[f64],
    present: &[f64],
    strength: &[f64],
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = weights.len();
    let mut slope: Vec<f64> =
        weights.iter().zip(present).zip(strength).map(|((w, p), s)| s * (w - p)).collect();
    let mut bend = vec![vec![0.0; size]; size];
    for (at, row) in bend.iter_mut().enumerate() {
        row[at] = strength[at];
    }
    for case in cases {
        let (likely, _) = case.likely(weights);
        let mut mean = vec![0.0; size];
        for (features, p) in case.options.iter().zip(likely) {
            if p < UNLIKELY {
                continue;
            }
            for &(a, count) in features {
                let share = p * f64::from(count);
                mean[a as usize] += share;
                for &(b, count) in features {
                    bend[a as usize][b as usize] += share * f64::from(count);
                }
            }
        }
        let seen: Vec<usize> = (0..size).filter(|&at| mean[at] != 0.0).collect();
        for &a in &seen {
            slope[a] += mean[a];
            for &b in &seen {
                bend[a][b] -= mean[a] * mean[b];
            }
        }
        for &(feature, count) in &case.options[case.truth] {
            slope[feature as usize] -= f64::from(count);
        }
    }
    (slope, bend)
}

/// The Cholesky factor of a matrix.
struct Factor(Vec<Vec<f64>>);

impl Factor {
    fn of(mut matrix: Vec<Vec<f64>>) -> Self {
        for row in 0..matrix.len() {
            let (above, below) = matrix.split_at_mut(row);
            let row = &mut below[0];
            for (column, other) in above.iter().enumerate() {
                let sum = row[column] - dot(&row[..column], &other[..column]);
                row[column] = sum / other[column];
            }
            let at = above.len();
            row[at] = (row[at] - dot(&row[..at], &row[..at])).max(1e-12).sqrt();
        }
        Self(matrix)
    }

    fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut found = right.to_vec();
        for (at, row) in self.0.iter().enumerate() {
            found[at] = (found[at] - dot(&row[..at], &found[..at])) / row[at];
        }
        for (at, row) in self.0.iter().enumerate().rev() {
            found[at] /= row[at];
            let known = found[at];
            for (before, factor) in found[..at].iter_mut().zip(row) {
                *before -= factor * known;
            }
        }
        found
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
