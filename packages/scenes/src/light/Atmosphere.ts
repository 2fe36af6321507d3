import { type Color, hexColor, mixColors, multiplyColors, scaleColor } from "../drawing/Color.ts";
import type { PointM } from "../geometry/Point.ts";
import type { Dice } from "../random/Dice.ts";

/** Time of day and weather: everything colours depend on besides the things themselves. */
export interface Atmosphere {
  readonly name: string;
  readonly skyTop: Color;
  readonly skyHorizon: Color;
  readonly cloud: Color;
  readonly cloudCover: number;
  /** Unit vector from the ground to the sun. */
  readonly sun: PointM;
  readonly keyLight: Color;
  readonly fillLight: Color;
  readonly haze: Color;
  readonly hazePerM: number;
  readonly shadowOpacity: number;
  /** Share of windows and lamps that are lit. */
  readonly litShare: number;
  /** 0 dry, 1 soaked. */
  readonly wetness: number;
  readonly rain: number;
}

interface Preset {
  name: string;
  weight: number;
  skyTop: string;
  skyHorizon: string;
  cloud: string;
  cloudCover: [number, number];
  elevationDeg: [number, number];
  keyLight: string;
  keyStrength: number;
  fillLight: string;
  fillStrength: number;
  haze: string;
  hazePerM: [number, number];
  shadowOpacity: number;
  litShare?: number;
  wetness?: number;
  rain?: number;
}

const PRESETS: readonly Preset[] = [
  {
    name: "clear noon",
    weight: 7,
    skyTop: "#4f8fd0",
    skyHorizon: "#cfe4f2",
    cloud: "#ffffff",
    cloudCover: [0, 0.5],
    elevationDeg: [45, 68],
    keyLight: "#fff6e2",
    keyStrength: 0.56,
    fillLight: "#dbe8f8",
    fillStrength: 0.68,
    haze: "#cfe0ee",
    hazePerM: [0.002, 0.005],
    shadowOpacity: 0.42,
  },
  {
    name: "morning",
    weight: 5,
    skyTop: "#7fb0d8",
    skyHorizon: "#f6e6cf",
    cloud: "#fff3e4",
    cloudCover: [0.1, 0.6],
    elevationDeg: [16, 30],
    keyLight: "#ffe3b8",
    keyStrength: 0.55,
    fillLight: "#cfdcec",
    fillStrength: 0.68,
    haze: "#ecdfd0",
    hazePerM: [0.003, 0.009],
    shadowOpacity: 0.36,
  },
  {
    name: "golden evening",
    weight: 4,
    skyTop: "#5a7fae",
    skyHorizon: "#f7c08a",
    cloud: "#f6b99a",
    cloudCover: [0.1, 0.7],
    elevationDeg: [9, 18],
    keyLight: "#ffc27a",
    keyStrength: 0.62,
    fillLight: "#c9c6d2",
    fillStrength: 0.74,
    haze: "#e9bf9a",
    hazePerM: [0.003, 0.008],
    shadowOpacity: 0.38,
    litShare: 0.15,
  },
  {
    name: "overcast",
    weight: 5,
    skyTop: "#aab6c0",
    skyHorizon: "#dde2e4",
    cloud: "#c3cbd2",
    cloudCover: [0.6, 1],
    elevationDeg: [60, 75],
    keyLight: "#f2f4f6",
    keyStrength: 0.2,
    fillLight: "#e6ebef",
    fillStrength: 0.84,
    haze: "#d3d9dc",
    hazePerM: [0.004, 0.01],
    shadowOpacity: 0.22,
    litShare: 0.05,
  },
  {
    name: "dusk",
    weight: 3,
    skyTop: "#27335c",
    skyHorizon: "#c98a8c",
    cloud: "#6c5a7c",
    cloudCover: [0.2, 0.7],
    elevationDeg: [6, 12],
    keyLight: "#c59ab0",
    keyStrength: 0.2,
    fillLight: "#8f9bc8",
    fillStrength: 0.74,
    haze: "#8a7c9c",
    hazePerM: [0.004, 0.009],
    shadowOpacity: 0.22,
    litShare: 0.5,
  },
  {
    name: "fog",
    weight: 3,
    skyTop: "#c4cacc",
    skyHorizon: "#d8dbda",
    cloud: "#d0d4d4",
    cloudCover: [0, 0],
    elevationDeg: [55, 70],
    keyLight: "#eeeeea",
    keyStrength: 0.12,
    fillLight: "#dfe3e4",
    fillStrength: 0.78,
    haze: "#d2d6d6",
    hazePerM: [0.018, 0.04],
    shadowOpacity: 0.14,
    litShare: 0.06,
    wetness: 0.25,
  },
  {
    name: "rain",
    weight: 3,
    skyTop: "#6f7d8a",
    skyHorizon: "#b3bcc2",
    cloud: "#7f8b96",
    cloudCover: [0.8, 1],
    elevationDeg: [55, 70],
    keyLight: "#dfe6ec",
    keyStrength: 0.14,
    fillLight: "#c3ced8",
    fillStrength: 0.82,
    haze: "#a9b4bc",
    hazePerM: [0.008, 0.018],
    shadowOpacity: 0.2,
    litShare: 0.14,
    wetness: 1,
    rain: 1,
  },
];

export function rollAtmosphere(dice: Dice): Atmosphere {
  const preset = dice.weighted(PRESETS.map((entry) => [entry, entry.weight] as const));
  const elevation = (dice.range(...preset.elevationDeg) * Math.PI) / 180;
  const azimuth = dice.range(0, 2 * Math.PI);
  const light = (hex: string, strength: number): Color => scaleColor(hexColor(hex), strength * 1.08);
  return {
    name: preset.name,
    skyTop: hexColor(preset.skyTop),
    skyHorizon: hexColor(preset.skyHorizon),
    cloud: hexColor(preset.cloud),
    cloudCover: dice.range(...preset.cloudCover),
    sun: [Math.cos(elevation) * Math.cos(azimuth), Math.cos(elevation) * Math.sin(azimuth), Math.sin(elevation)],
    keyLight: light(preset.keyLight, preset.keyStrength),
    fillLight: light(preset.fillLight, preset.fillStrength),
    haze: hexColor(preset.haze),
    hazePerM: dice.range(...preset.hazePerM),
    shadowOpacity: preset.shadowOpacity,
    litShare: preset.litShare ?? 0,
    wetness: preset.wetness ?? (dice.chance(0.08) ? 0.5 : 0),
    rain: preset.rain ?? 0,
  };
}

/** A surface's colour under this light, seen through the haze. @param normal unit vector, or null for round things. */
export function litColor(air: Atmosphere, base: Color, normal: PointM | null, distanceM: number): Color {
  const facing =
    normal === null ? 0.45 : Math.max(0, normal[0] * air.sun[0] + normal[1] * air.sun[1] + normal[2] * air.sun[2]);
  // The sky lights what looks up more than what looks down.
  const sky = normal === null ? 1 : 0.93 + 0.07 * normal[2];
  const light: Color = [
    air.fillLight[0] * sky + air.keyLight[0] * facing,
    air.fillLight[1] * sky + air.keyLight[1] * facing,
    air.fillLight[2] * sky + air.keyLight[2] * facing,
  ];
  return hazed(air, multiplyColors(base, light), distanceM);
}

/** A colour that gives its own light (lamps, lit windows), seen through the haze. */
export function hazed(air: Atmosphere, color: Color, distanceM: number): Color {
  return mixColors(color, air.haze, 1 - Math.exp(-distanceM * air.hazePerM));
}
