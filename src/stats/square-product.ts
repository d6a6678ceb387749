/** The product of two square matrices, dense, row by row in one array. Pure. */

/** One·other. */
export function squareProduct(one: Float64Array, other: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let k = 0; k < size; k++) {
      const value = one[row * size + k] as number;
      if (value === 0) continue;
      for (let column = 0; column < size; column++) {
        const place = row * size + column;
        result[place] = (result[place] as number) + value * (other[k * size + column] as number);
      }
    }
  return result;
}
