/** Holds a drawing of an animal on a vehicle, opened in a real browser, to what was asked. */
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What was asked for. A colour left out may be any. */
export interface DrawingWish {
  animal: string;
  colour?: string;
  vehicle: string;
  paint?: string;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A group as the browser draws it; boxes in the units of the view box. */
interface DrawnGroup {
  box: Box;
  fill: string;
  stroke: string;
  /** Its circles. */
  circles: Box[];
  /** Of the points of a grid over the group's box: where one of its parts is on top, and those painted in the group's own fill. */
  seen: number;
  seenInFill: number;
}

interface Drawing {
  root: string;
  error: string;
  view: Box;
  groups: { [id: string]: DrawnGroup };
  colours: { [name: string]: string };
}

// The little of a browser's types that `measure` needs; it runs there.
interface Matrix {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
  inverse: () => Matrix;
  multiply: (other: Matrix) => Matrix;
}
interface Drawn {
  nodeName: string;
  textContent: string;
  id: string;
  viewBox: { baseVal: { x: number; y: number; width: number; height: number } };
  getBBox: () => { x: number; y: number; width: number; height: number };
  getScreenCTM: () => Matrix;
  contains: (other: unknown) => boolean;
  querySelector: (selector: string) => Drawn | null;
  querySelectorAll: (selector: string) => Iterable<Drawn>;
  setAttribute: (name: string, value: string) => void;
  append: (child: Drawn) => void;
  remove: () => void;
}
declare const document: {
  documentElement: Drawn;
  createElementNS: (space: string, name: string) => Drawn;
  elementFromPoint: (x: number, y: number) => Drawn | null;
};
declare function getComputedStyle(element: unknown): { fill: string; stroke: string };

const GRID = 24;

/** Runs in the page. */
function measure({ colours, grid }: { colours: string[]; grid: number }): Drawing {
  const svg = document.documentElement;
  const error = svg.querySelector("parsererror")?.textContent ?? "";
  const none = { left: 0, top: 0, right: 0, bottom: 0 };
  if (svg.nodeName !== "svg" || error) return { root: svg.nodeName, error, view: none, groups: {}, colours: {} };
  const screen = svg.getScreenCTM();
  const boxOf = (element: Drawn): Box => {
    const { x, y, width, height } = element.getBBox();
    const m = screen.inverse().multiply(element.getScreenCTM());
    const corners = [
      [x, y],
      [x + width, y],
      [x, y + height],
      [x + width, y + height],
    ].map(([px = 0, py = 0]) => ({ x: m.a * px + m.c * py + m.e, y: m.b * px + m.d * py + m.f }));
    const xs = corners.map((corner) => corner.x);
    const ys = corners.map((corner) => corner.y);
    return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  };
  const groups: { [id: string]: DrawnGroup } = {};
  for (const group of svg.querySelectorAll("g[id]")) {
    const box = boxOf(group);
    const { fill, stroke } = getComputedStyle(group);
    let seen = 0;
    let seenInFill = 0;
    for (let i = 0; i < grid * grid; i++) {
      const x = box.left + ((i % grid) + 0.5) * ((box.right - box.left) / grid);
      const y = box.top + (Math.floor(i / grid) + 0.5) * ((box.bottom - box.top) / grid);
      const onTop = document.elementFromPoint(
        screen.a * x + screen.c * y + screen.e,
        screen.b * x + screen.d * y + screen.f,
      );
      if (!onTop || !group.contains(onTop)) continue;
      seen++;
      if (getComputedStyle(onTop).fill === fill) seenInFill++;
    }
    groups[group.id] = {
      box,
      fill,
      stroke,
      circles: [...group.querySelectorAll("circle")].map(boxOf),
      seen,
      seenInFill,
    };
  }
  const named: { [name: string]: string } = {};
  for (const name of colours) {
    const probe = document.createElementNS("http://www.w3.org/2000/svg", "g");
    probe.setAttribute("fill", name);
    svg.append(probe);
    named[name] = getComputedStyle(probe).fill;
    probe.remove();
  }
  const { x, y, width, height } = svg.viewBox.baseVal;
  const view = { left: x, top: y, right: x + width, bottom: y + height };
  return { root: svg.nodeName, error, view, groups, colours: named };
}

function expectInside({ left, top, right, bottom }: Box, view: Box, what: string): void {
  expect(right - left, `width of the ${what}`).toBeGreaterThan(0);
  expect(bottom - top, `height of the ${what}`).toBeGreaterThan(0);
  expect(
    Math.min(left - view.left, top - view.top, view.right - right, view.bottom - bottom),
    `${what} to the edge`,
  ).toBeGreaterThan(-0.01);
}

/**
 * The page shows an SVG that parses; animal and vehicle are groups by those names, each seen and inside the view box; the animal is
 * above the wheels and over the vehicle; both have the colours asked for.
 */
export async function checkDrawing(page: Page, wish: DrawingWish): Promise<void> {
  const colours = [wish.colour, wish.paint].flatMap((name) => name ?? []);
  const drawing = await page.evaluate(measure, { colours, grid: GRID });
  if (drawing.error) throw new Error(`The SVG does not parse: ${drawing.error}`);
  expect(drawing.root).toBe("svg");
  const { [wish.animal]: animal, [wish.vehicle]: vehicle } = drawing.groups;
  if (!animal || !vehicle) {
    throw new Error(`no groups ${wish.animal} and ${wish.vehicle} but: ${Object.keys(drawing.groups).join(", ")}`);
  }
  expectInside(animal.box, drawing.view, wish.animal);
  expectInside(vehicle.box, drawing.view, wish.vehicle);
  expect(vehicle.seen, "seen of the vehicle").toBeGreaterThan(0);
  if (wish.colour) expect(animal.fill, `colour of the ${wish.animal}`).toBe(drawing.colours[wish.colour]);
  expect(animal.seenInFill / GRID ** 2, `part of the ${wish.animal}'s box in its colour`).toBeGreaterThan(0.15);
  if (wish.paint) {
    expect([vehicle.fill, vehicle.stroke], `colour of the ${wish.vehicle}`).toContain(drawing.colours[wish.paint]);
  }
  const wheels = vehicle.circles.filter((circle) => circle.bottom > vehicle.box.bottom - 10);
  expect(wheels.length, "wheels").toBeGreaterThan(0);
  for (const wheel of wheels) {
    expect(animal.box.bottom, "the animal's lowest point and the middle of a wheel").toBeLessThan(
      (wheel.top + wheel.bottom) / 2,
    );
  }
  const middle = (animal.box.left + animal.box.right) / 2;
  expect(middle, "the animal is over the vehicle").toBeGreaterThan(vehicle.box.left);
  expect(middle, "the animal is over the vehicle").toBeLessThan(vehicle.box.right);
}
