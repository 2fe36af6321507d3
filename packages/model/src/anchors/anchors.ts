/** torchvision/models/detection/anchor_utils.py: AnchorGenerator. */
import type { AnchorConfiguration } from "../configuration/configuration.ts";

export interface LevelGrid {
  heightCells: number;
  widthCells: number;
  /** Pixels of the padded batch per cell. */
  strideYPx: number;
  strideXPx: number;
}

/**
 * The anchors around the origin, one for each ratio and size: ratio-major, rounded to whole pixels as torchvision does
 * (half to even).
 *
 * @returns `[A, 4]` x1, y1, x2, y2
 */
export function cellAnchorsXyxyPx(sizesPx: number[], aspectRatios: number[]): Float32Array {
  const anchors = new Float32Array(sizesPx.length * aspectRatios.length * 4);
  let offset = 0;
  for (const ratio of aspectRatios) {
    const heightRatio = Math.fround(Math.sqrt(ratio));
    const widthRatio = Math.fround(1 / heightRatio);
    for (const size of sizesPx) {
      const halfWidth = Math.fround(Math.fround(widthRatio * size) / 2);
      const halfHeight = Math.fround(Math.fround(heightRatio * size) / 2);
      anchors.set([-halfWidth, -halfHeight, halfWidth, halfHeight].map(roundHalfToEven), offset);
      offset += 4;
    }
  }
  return anchors;
}

/**
 * Every anchor of one level, row by row, then cell, then the cell's anchors: the order of the head's flattened output.
 *
 * @returns `[H * W * A, 4]` in pixels of the padded batch
 */
export function levelAnchorsXyxyPx(grid: LevelGrid, cellAnchors: Float32Array): Float32Array {
  const perCell = cellAnchors.length / 4;
  const anchors = new Float32Array(grid.heightCells * grid.widthCells * perCell * 4);
  let offset = 0;
  for (let row = 0; row < grid.heightCells; row++) {
    const y = row * grid.strideYPx;
    for (let column = 0; column < grid.widthCells; column++) {
      const x = column * grid.strideXPx;
      for (let index = 0; index < perCell * 4; index += 4) {
        anchors[offset] = x + (cellAnchors[index] as number);
        anchors[offset + 1] = y + (cellAnchors[index + 1] as number);
        anchors[offset + 2] = x + (cellAnchors[index + 2] as number);
        anchors[offset + 3] = y + (cellAnchors[index + 3] as number);
        offset += 4;
      }
    }
  }
  return anchors;
}

/** The anchors of all levels, P2 first. */
export function anchorsXyxyPx(configuration: AnchorConfiguration, grids: LevelGrid[]): Float32Array[] {
  return grids.map((grid, level) =>
    levelAnchorsXyxyPx(
      grid,
      cellAnchorsXyxyPx(configuration.sizesPx[level] ?? [], configuration.aspectRatios[level] ?? []),
    ),
  );
}

export function anchorsPerCell(configuration: AnchorConfiguration): number {
  return (configuration.sizesPx[0]?.length ?? 0) * (configuration.aspectRatios[0]?.length ?? 0);
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
