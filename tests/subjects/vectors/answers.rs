//! Answers the vectors, by whatever implements `Answers`.

pub trait Answers {
    fn pattern(&self, allocation: u32, generation: u32, offset: usize) -> u8;
    /// None: it has no noise.
    fn noise(&self, seed: u32, address: usize) -> Option<u8>;
    /// The end of the first range that is written and the start of the second.
    fn ends(&self, full: bool, length: usize) -> Option<(usize, usize)>;
}

pub fn answer_all(answers: &impl Answers) {
    for line in std::io::stdin().lines() {
        let line = line.expect("text");
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words[at].parse::<usize>().expect("a number");
        let hex = |byte: u8| format!("{byte:02x}");
        let answer: String = match words[0] {
            "pattern" => (0..number(4))
                .map(|i| hex(answers.pattern(number(1) as u32, number(2) as u32, number(3) + i)))
                .collect(),
            "noise" => (0..number(3))
                .filter_map(|i| answers.noise(number(1) as u32, number(2) + i))
                .map(hex)
                .collect(),
            _ => match answers.ends(words[1] == "full", number(2)) {
                Some((head, tail)) if head < tail => format!("0-{head} {tail}-{}", number(2)),
                _ => format!("0-{}", number(2)),
            },
        };
        println!("{answer}");
    }
}
