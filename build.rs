//! Links the few lines of C that run before Rust does.

fn main() {
    println!("cargo:rerun-if-changed=src/cli/closed.c");
    for object in cc::Build::new().file("src/cli/closed.c").warnings_into_errors(true).compile_intermediates() {
        println!("cargo:rustc-link-arg-bins={}", object.display());
    }
}
