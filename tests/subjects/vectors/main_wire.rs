mod answers;
mod contents;
mod frames;
mod numbers;
mod wire;

fn main() {
    answers::answer_all(&contents::FarSideAnswers);
}
