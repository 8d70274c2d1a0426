//! The other side of `peers.py`: operands and results go through files, and times through a pipe, so that the script has
//! this program take its turn between the others, on the values that they have.

use super::registry::Model;
use super::timing::warm_seconds_each;
use ndarray::Array2;
use std::hint::black_box;
use std::io::{self, BufRead};
use std::path::Path;
use std::{error, fs};

/// Says the operands' shapes, as `64x8 64x64`. At a line on the standard input it reads `0.f64`, `1.f64`, .. and `seed.f64`,
/// writes the result as `out.f64` and each adjoint as `0_a.f64`, .., and says `ready`. From then on each line is a number of calls,
/// and is answered with the seconds that one of them took.
///
/// All files are rows of numbers in the machine's own byte order.
pub fn serve(model: &Model, n: usize, folder: &Path) -> Result<(), Box<dyn error::Error>> {
    let shapes = (model.shapes)(n);
    let names: Vec<_> = shapes.iter().map(|(rows, columns)| format!("{rows}x{columns}")).collect();
    println!("{}", names.join(" "));
    let mut lines = io::stdin().lock().lines();
    lines.next().transpose()?;

    let operands = shapes
        .into_iter()
        .enumerate()
        .map(|(index, shape)| read(&folder.join(format!("{index}.f64")), shape))
        .collect::<Result<Vec<_>, _>>()?;
    let mut adjoints: Vec<_> = operands.iter().map(|x| Array2::zeros(x.raw_dim())).collect();
    let seed = read(&folder.join("seed.f64"), (model.primal)(&operands).dim())?;
    let out = (model.ours)(&operands, &mut adjoints, &seed);
    write(&folder.join("out.f64"), &out)?;
    for (index, adjoint) in adjoints.iter().enumerate() {
        write(&folder.join(format!("{index}_a.f64")), adjoint)?;
    }
    println!("ready");
    for line in lines {
        let mut call = || drop(black_box((model.ours)(black_box(&operands), &mut adjoints, &seed)));
        println!("{:e}", warm_seconds_each(&mut call, line?.trim().parse()?));
    }
    Ok(())
}

fn read(path: &Path, shape: (usize, usize)) -> Result<Array2<f64>, Box<dyn error::Error>> {
    let bytes = fs::read(path)?;
    let (numbers, _) = bytes.as_chunks();
    let numbers = numbers.iter().map(|number| f64::from_ne_bytes(*number)).collect();
    Array2::from_shape_vec(shape, numbers).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn write(path: &Path, a: &Array2<f64>) -> io::Result<()> {
    fs::write(path, a.iter().flat_map(|x| x.to_ne_bytes()).collect::<Vec<_>>())
}
