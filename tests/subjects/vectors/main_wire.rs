mod answers;
mod numbers;
mod wire;

fn main() {
    answers::answer_all(&wire::FarSideAnswers);
}
