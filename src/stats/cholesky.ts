/** Symmetric positive definite matrices, dense, row by row in one array: factor, solve, invert. Pure. */

/**
 * The lower factor L of a matrix, A = L·Lᵀ; only its lower triangle is read. `undefined`: the matrix is not positive definite.
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th edition (2013), algorithm 4.2.1.
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] as number;
      for (let k = 0; k < column; k++)
        sum -= (factor[row * size + k] as number) * (factor[column * size + k] as number);
      if (row !== column) factor[row * size + column] = sum / (factor[column * size + column] as number);
      else if (sum > 0) factor[row * size + row] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return factor;
}

/** The x of A·x = b, from the factor of A. */
export function choleskySolve(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let sum = x[row] as number;
    for (let k = 0; k < row; k++) sum -= (factor[row * size + k] as number) * (x[k] as number);
    x[row] = sum / (factor[row * size + row] as number);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row] as number;
    for (let k = row + 1; k < size; k++) sum -= (factor[k * size + row] as number) * (x[k] as number);
    x[row] = sum / (factor[row * size + row] as number);
  }
  return x;
}

/** The inverse of A, from its factor. */
export function choleskyInverse(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let column = 0; column < size; column++) {
    unit.fill(0);
    unit[column] = 1;
    const x = choleskySolve(factor, size, unit);
    for (let row = 0; row < size; row++) inverse[row * size + column] = x[row] as number;
  }
  return inverse;
}
