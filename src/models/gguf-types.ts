/**
 * The number formats of tensors in GGUF files, by their number: name, weights in a block, bytes of a block. Pure data.
 * Source: `enum ggml_type` in ggml/include/ggml.h and the block structures in ggml/src/ggml-common.h of llama.cpp, read 2026-11-23.
 */

/** A number format. */
export interface GgufTensorType {
  /** llama.cpp's name: `F16`, `Q4_K`. */
  name: string;
  /** Weights in one block. */
  blockWeights: number;
  /** Bytes of one block. */
  blockBytes: number;
}

const ROWS: readonly (readonly [number, string, number, number])[] = [
  [0, "F32", 1, 4],
  [1, "F16", 1, 2],
  [2, "Q4_0", 32, 18],
  [3, "Q4_1", 32, 20],
  [6, "Q5_0", 32, 22],
  [7, "Q5_1", 32, 24],
  [8, "Q8_0", 32, 34],
  [9, "Q8_1", 32, 36],
  [10, "Q2_K", 256, 84],
  [11, "Q3_K", 256, 110],
  [12, "Q4_K", 256, 144],
  [13, "Q5_K", 256, 176],
  [14, "Q6_K", 256, 210],
  [15, "Q8_K", 256, 292],
  [16, "IQ2_XXS", 256, 66],
  [17, "IQ2_XS", 256, 74],
  [18, "IQ3_XXS", 256, 98],
  [19, "IQ1_S", 256, 50],
  [20, "IQ4_NL", 32, 18],
  [21, "IQ3_S", 256, 110],
  [22, "IQ2_S", 256, 82],
  [23, "IQ4_XS", 256, 136],
  [24, "I8", 1, 1],
  [25, "I16", 1, 2],
  [26, "I32", 1, 4],
  [27, "I64", 1, 8],
  [28, "F64", 1, 8],
  [29, "IQ1_M", 256, 56],
  [30, "BF16", 1, 2],
  [34, "TQ1_0", 256, 54],
  [35, "TQ2_0", 256, 66],
  [39, "MXFP4", 32, 17],
];

const TYPES: ReadonlyMap<number, GgufTensorType> = new Map(
  ROWS.map(([id, name, blockWeights, blockBytes]) => [id, { name, blockWeights, blockBytes }]),
);

/** A number format by its number; `undefined` for one that is newer than this table. */
export function ggufTensorType(id: number): GgufTensorType | undefined {
  return TYPES.get(id);
}
