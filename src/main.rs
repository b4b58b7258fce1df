//! battery-etl: the thin binary.

fn main() -> std::process::ExitCode {
    battery_etl::cli::main()
}
