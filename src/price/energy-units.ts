/**
 * Energy as carbon dioxide and in familiar units. Each figure has its source and day; they disagree among themselves, and
 * the ranges hold that.
 */

/** An amount that is known only as a range. */
export interface AmountRange {
  /** At least, 0 or more. */
  low: number;
  /** At most. */
  high: number;
}

/** An energy as its two ends, watt-hours. */
export interface EnergyRange {
  /** At least. */
  lowWh: number;
  /** At most. */
  highWh: number;
}

/** A country or the world, whose electricity is counted. */
export type GridZone = "USA" | "FRA" | "GBR" | "DEU" | "SWE" | "WOR";

/** Grams of CO₂ equivalent for a kilowatt-hour, by EcoLogits 0.9.1 (2025-11-13) from ADEME's Base Empreinte. */
const GRAMS_PER_KWH: { [Zone in GridZone]: number } = {
  USA: 383.55,
  FRA: 44.18,
  GBR: 210.89,
  DEU: 344.14,
  SWE: 35.82,
  WOR: 473.01,
};

/** Where providers' data centres are taken to be, by EcoLogits 0.9.1. */
const ZONES: { [provider: string]: GridZone } = {
  anthropic: "USA",
  cohere: "USA",
  google: "USA",
  mistral: "SWE",
  openai: "USA",
};

/** The zone whose electricity a provider is taken to use; the world's for others and for models on this machine. */
export function zoneOf(provider: string): GridZone {
  return ZONES[provider] ?? "WOR";
}

/** Grams of CO₂ equivalent of an energy, by a zone's mean over the year. Contracts for green electricity do not count. */
export function carbonGrams(energy: EnergyRange, zone: GridZone): AmountRange {
  const grams = GRAMS_PER_KWH[zone] / 1000;
  return { low: energy.lowWh * grams, high: energy.highWh * grams };
}

/** An amount in a familiar unit. */
export interface FamiliarAmount {
  /** What it is counted in: `seconds of an LED lamp`. */
  unit: string;
  /** How many of it. */
  amount: AmountRange;
  /** Where the unit's figure is from, with its day. */
  source: string;
}

/** Units of energy: watt-hours of one. */
const ENERGY_UNITS: { unit: string; wh: number; source: string }[] = [
  {
    unit: "seconds of an LED lamp",
    wh: 0.34 / 120,
    source: "0.34 Wh are a couple of minutes of an efficient lamp, about 10 W (Altman, June 2025)",
  },
  { unit: "seconds of television", wh: 0.24 / 9, source: "0.24 Wh are 9 s of television (Google, August 2025)" },
  {
    unit: "days of a US household",
    wh: 28_000,
    source: "a US household uses more than 28,000 Wh a day (Epoch AI, February 2025)",
  },
];

/** Kilograms of CO₂ equivalent for one passenger in economy, one way: two calculators that disagree. */
const FLIGHT_KG: [number, number] = [833, 1421];

/** The energy and its carbon in familiar units, smallest unit first. */
export function familiarAmounts(energy: EnergyRange, zone: GridZone): FamiliarAmount[] {
  const carbon = carbonGrams(energy, zone);
  const flight: FamiliarAmount = {
    unit: "flights London to New York",
    amount: { low: carbon.low / (FLIGHT_KG[1] * 1000), high: carbon.high / (FLIGHT_KG[0] * 1000) },
    source: "833 kg (airmilescalculator.com) to 1,421 kg (usecalcpro.com) CO₂e one way in economy (read 2026-11-23)",
  };
  const units = ENERGY_UNITS.map(({ unit, wh, source }) => ({
    unit,
    amount: { low: energy.lowWh / wh, high: energy.highWh / wh },
    source,
  }));
  return [...units, flight];
}
