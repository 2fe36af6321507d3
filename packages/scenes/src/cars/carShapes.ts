type ProfilePoint = readonly [xM: number, zM: number];

/**
 * A body as two convex halves seen from its right-hand side (x forward, z up, metres): what lies below the belt line,
 * and the greenhouse with roof and windows on top of it.
 */
export interface CarShape {
  readonly name: string;
  readonly widthM: number;
  /** From the lower rear corner over the top to the lower front corner. */
  readonly lower: readonly ProfilePoint[];
  /** Foot of the rear window, rear and front end of the roof, foot of the windscreen. */
  readonly greenhouse: readonly [ProfilePoint, ProfilePoint, ProfilePoint, ProfilePoint];
  readonly wheelX: readonly [rearM: number, frontM: number];
  readonly wheelRadiusM: number;
  /** Side windows as [from, to] along x; a panel van has only the front one. */
  readonly windows: readonly (readonly [number, number])[];
  readonly hasRearWindow: boolean;
  /** Open load bed behind the cab, as [from, to] along x. */
  readonly bed: readonly [number, number] | null;
}

export const CAR_SHAPES: readonly CarShape[] = [
  {
    name: "hatchback",
    widthM: 1.74,
    lower: [
      [-1.93, 0.24],
      [-1.97, 0.62],
      [-1.9, 0.96],
      [0.98, 0.99],
      [1.72, 0.85],
      [1.95, 0.6],
      [1.93, 0.22],
    ],
    greenhouse: [
      [-1.87, 0.94],
      [-1.42, 1.46],
      [0.08, 1.5],
      [1.02, 0.95],
    ],
    wheelX: [-1.2, 1.25],
    wheelRadiusM: 0.31,
    windows: [
      [-1.5, -0.62],
      [-0.52, 0.86],
    ],
    hasRearWindow: true,
    bed: null,
  },
  {
    name: "sedan",
    widthM: 1.82,
    lower: [
      [-2.26, 0.26],
      [-2.31, 0.66],
      [-2.22, 0.99],
      [-1.5, 1.03],
      [1.1, 1.0],
      [2.06, 0.83],
      [2.3, 0.58],
      [2.27, 0.22],
    ],
    greenhouse: [
      [-1.72, 0.98],
      [-0.98, 1.42],
      [0.16, 1.45],
      [1.16, 0.96],
    ],
    wheelX: [-1.38, 1.42],
    wheelRadiusM: 0.33,
    windows: [
      [-1.5, -0.42],
      [-0.34, 1.0],
    ],
    hasRearWindow: true,
    bed: null,
  },
  {
    name: "estate",
    widthM: 1.82,
    lower: [
      [-2.3, 0.26],
      [-2.35, 0.66],
      [-2.27, 1.0],
      [1.1, 1.01],
      [2.06, 0.84],
      [2.3, 0.58],
      [2.27, 0.22],
    ],
    greenhouse: [
      [-2.24, 0.97],
      [-1.88, 1.46],
      [0.16, 1.48],
      [1.16, 0.97],
    ],
    wheelX: [-1.4, 1.42],
    wheelRadiusM: 0.33,
    windows: [
      [-2.0, -1.2],
      [-1.1, -0.36],
      [-0.28, 1.0],
    ],
    hasRearWindow: true,
    bed: null,
  },
  {
    name: "off-roader",
    widthM: 1.9,
    lower: [
      [-2.18, 0.38],
      [-2.24, 0.8],
      [-2.17, 1.14],
      [1.05, 1.17],
      [2.0, 1.06],
      [2.22, 0.8],
      [2.18, 0.36],
    ],
    greenhouse: [
      [-2.14, 1.12],
      [-1.88, 1.7],
      [0.2, 1.75],
      [1.02, 1.13],
    ],
    wheelX: [-1.35, 1.38],
    wheelRadiusM: 0.39,
    windows: [
      [-1.95, -1.15],
      [-1.06, -0.34],
      [-0.26, 0.9],
    ],
    hasRearWindow: true,
    bed: null,
  },
  {
    name: "van",
    widthM: 1.98,
    lower: [
      [-2.58, 0.32],
      [-2.62, 0.8],
      [-2.6, 1.3],
      [1.9, 1.32],
      [2.46, 1.12],
      [2.64, 0.72],
      [2.6, 0.26],
    ],
    greenhouse: [
      [-2.6, 1.26],
      [-2.5, 2.24],
      [1.28, 2.24],
      [2.08, 1.26],
    ],
    wheelX: [-1.6, 1.72],
    wheelRadiusM: 0.36,
    windows: [[0.75, 1.9]],
    hasRearWindow: false,
    bed: null,
  },
  {
    name: "minibus",
    widthM: 1.96,
    lower: [
      [-2.4, 0.3],
      [-2.46, 0.8],
      [-2.42, 1.14],
      [1.8, 1.16],
      [2.28, 1.0],
      [2.46, 0.68],
      [2.42, 0.24],
    ],
    greenhouse: [
      [-2.4, 1.1],
      [-2.28, 1.92],
      [1.0, 1.94],
      [1.94, 1.1],
    ],
    wheelX: [-1.5, 1.58],
    wheelRadiusM: 0.34,
    windows: [
      [-2.16, -0.96],
      [-0.86, 0.34],
      [0.44, 1.76],
    ],
    hasRearWindow: true,
    bed: null,
  },
  {
    name: "pick-up",
    widthM: 1.88,
    lower: [
      [-2.62, 0.42],
      [-2.66, 1.1],
      [-0.7, 1.16],
      [1.15, 1.17],
      [2.32, 1.06],
      [2.6, 0.8],
      [2.56, 0.4],
    ],
    greenhouse: [
      [-0.82, 1.12],
      [-0.7, 1.7],
      [0.42, 1.74],
      [1.2, 1.13],
    ],
    wheelX: [-1.68, 1.62],
    wheelRadiusM: 0.39,
    windows: [
      [-0.68, 0.06],
      [0.14, 1.06],
    ],
    hasRearWindow: true,
    bed: [-2.52, -0.9],
  },
  {
    name: "city car",
    widthM: 1.6,
    lower: [
      [-1.42, 0.24],
      [-1.46, 0.66],
      [-1.4, 1.0],
      [0.9, 1.02],
      [1.3, 0.88],
      [1.48, 0.6],
      [1.45, 0.22],
    ],
    greenhouse: [
      [-1.38, 0.98],
      [-1.05, 1.5],
      [0.16, 1.54],
      [0.95, 0.98],
    ],
    wheelX: [-0.92, 0.94],
    wheelRadiusM: 0.29,
    windows: [
      [-1.1, -0.5],
      [-0.42, 0.78],
    ],
    hasRearWindow: true,
    bed: null,
  },
];
