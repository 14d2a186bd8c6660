//! Turns the tables of facts into what the program holds.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    tables::compile()
}
