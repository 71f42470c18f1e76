//! Signs, each with how much it speaks for something: a logistic regression.
//!
//! Steps of AdaGrad (Duchi, Hazan, Singer 2011) over all examples in an order that is drawn anew
//! each time, each weight drawn back to nought by a spring.

use std::collections::HashMap;

use kanyin::text::model::{HIGHEST, Key, signs::MIDDLE};

use crate::random::Random;

/// How often all examples are gone through.
const ROUNDS: usize = 40;
/// The length of the first step.
const RATE: f64 = 0.2;
/// A sign that is seen less often says nothing.
const SEEN: u32 = 2;

/// Examples of one thing and of another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examples {
    numbers: HashMap<u64, u32>,
    keys: Vec<(Key, u32)>,
    all: Vec<(Vec<u32>, bool)>,
}

impl Examples {
    pub(crate) fn add(&mut self, signs: &[Key], is: bool) {
        let mut numbers = Vec::with_capacity(signs.len());
        for &key in signs {
            let next = self.keys.len() as u32;
            let number = *self.numbers.entry(key.short()).or_insert(next);
            if number == next {
                self.keys.push((key, 0));
            }
            self.keys[number as usize].1 += 1;
            numbers.push(number);
        }
        self.all.push((numbers, is));
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The weights of signs that say something, in steps.
    pub(crate) fn learn(&mut self, spring: f64, step: f32, random: &mut Random) -> Vec<(Key, u32)> {
        let seldom = |number: &u32| self.keys[*number as usize].1 >= SEEN;
        for (signs, _) in &mut self.all {
            signs.retain(seldom);
        }
        let mut weights = vec![0.0_f64; self.keys.len()];
        let mut squares = vec![1e-8_f64; self.keys.len()];
        for _ in 0..ROUNDS {
            for at in (1..self.all.len()).rev() {
                self.all.swap(at, random.below(at + 1));
            }
            for (signs, is) in &self.all {
                let sum: f64 = signs.iter().map(|&sign| weights[sign as usize]).sum();
                let wrong = 1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(*is));
                for &sign in signs {
                    let (sign, seen) = (sign as usize, f64::from(self.keys[sign as usize].1));
                    // In a round each weight is drawn by the whole spring.
                    let slope = wrong + spring * weights[sign] / seen;
                    squares[sign] += slope * slope;
                    weights[sign] -= RATE * slope / squares[sign].sqrt();
                }
            }
        }
        let figure = |weight: f64| {
            let steps = (weight / f64::from(step)).round() as i64 + i64::from(MIDDLE);
            steps.clamp(0, i64::from(HIGHEST)) as u32
        };
        let all = self.keys.iter().zip(weights).map(|((key, _), weight)| (*key, figure(weight)));
        all.filter(|(_, figure)| *figure != MIDDLE).collect()
    }
}
