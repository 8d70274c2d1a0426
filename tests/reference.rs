//! The table of operations in the docs is made from the compiler's own.

#[test]
fn the_table_of_operations_is_what_the_compiler_has() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operations.md");
    let made = numpy2ad_core::reference::markdown();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &made).expect("the page is written");
    }
    let page = std::fs::read_to_string(path).expect("the page is there");
    assert_eq!(page, made, "refresh with BLESS=1 cargo test --test reference");
}
