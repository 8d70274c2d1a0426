use numpy2ad_core::ops::TABLE;
fn main() {
    for s in TABLE.iter().flat_map(|op| op.samples()).filter(|s| !s.rust.is_empty()) {
        for f in [numpy2ad_core::rust::adjoint, numpy2ad_core::rust::tangent] {
            let out = f(Default::default(), s.rust.parse().unwrap());
            match syn::parse2::<syn::File>(out.clone()) {
                Ok(file) => {
                    let t = prettyplease::unparse(&file);
                    if t.contains("unnamed") || std::env::args().nth(1).is_some_and(|n| s.rust.contains(&n)) {
                        println!("{t}");
                    }
                }
                Err(e) => println!("PARSE {e}: {out}\n"),
            }
        }
    }
}
