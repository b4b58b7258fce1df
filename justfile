# Short names for what is done often; `just` lists them.

_default:
    @just --list

# Load the bundled pair into an embedded database and print its report
demo:
    scripts/demo

# All tests, on both databases
test *args:
    scripts/test {{args}}

# What a push must pass
ci:
    .ci/run

# Style and lints alone
lint:
    cargo fmt --all --check
    cargo clippy --all-targets --locked -- -D warnings

# Repeat the figures of docs/performance.md
bench *args:
    scripts/bench {{args}}

# Draw the figures of docs/gallery.md anew
gallery:
    RENEW_GALLERY=1 scripts/test --test it the_gallery
    git diff --stat

# Write the table of docs/validation.md anew
validation:
    RENEW_VALIDATION=1 scripts/test --test corpus synthetic
    git diff --stat

# What can be installed, into target/dist: a wheel, a Debian package, a tarball
dist *args:
    scripts/dist {{args}}

# Accept changed snapshots after reading them
snapshots:
    INSTA_UPDATE=always TRYCMD=overwrite scripts/test --test it
    git diff --stat
