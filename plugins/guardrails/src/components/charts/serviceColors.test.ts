import { createTheme } from '@material-ui/core/styles';
import {
  DARK_SHADES,
  LIGHT_SHADES,
  otherColor,
  serviceColor,
  serviceColors,
} from './serviceColors';

/** The papers of Backstage's two themes. */
const LIGHT_PAPER = '#ffffff';
const DARK_PAPER = '#424242';

/** WCAG 2.1, 1.4.11: graphics against what is next to them. */
const LEAST_CONTRAST = 3;
/** Distance in OKLab below which two areas next to each other are easily taken for one. */
const LEAST_DISTANCE = 0.09;

type Rgb = readonly [number, number, number];

function linear(hex: string): Rgb {
  return [1, 3, 5].map(at => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [darker, lighter] = [a, b]
    .map(hex => luminance(linear(hex)))
    .sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

type Matrix = readonly [Rgb, Rgb, Rgb];

function apply(matrix: Matrix, color: Rgb): Rgb {
  return matrix.map(row =>
    row.reduce((sum, factor, index) => sum + factor * color[index], 0),
  ) as unknown as Rgb;
}

/** Machado, Oliveira and Fernandes (2009), severity 1.0; and the colours as they are. */
const SIGHTS: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Ottosson (2020): linear sRGB to OKLab. */
function oklab(color: Rgb): Rgb {
  const roots = apply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    color.map(share => Math.min(Math.max(share, 0), 1)) as unknown as Rgb,
  ).map(Math.cbrt) as unknown as Rgb;
  return apply(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    roots,
  );
}

function leastDistance(shades: readonly string[], sight: Matrix): number {
  const seen = shades.map(shade => oklab(apply(sight, linear(shade))));
  return Math.min(
    ...seen.flatMap((a, index) =>
      seen
        .slice(index + 1)
        .map(b => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    ),
  );
}

const light = createTheme({ palette: { type: 'light' } });
const dark = createTheme({ palette: { type: 'dark' } });

describe.each([
  ['light', LIGHT_SHADES, LIGHT_PAPER, light],
  ['dark', DARK_SHADES, DARK_PAPER, dark],
] as const)('the %s shades', (_, shades, paper, theme) => {
  it('stand out from the paper', () => {
    for (const shade of [...shades, otherColor(theme)]) {
      expect(contrast(shade, paper)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    }
  });

  it.each(Object.keys(SIGHTS))('stay apart in %s sight', sight => {
    expect(leastDistance(shades, SIGHTS[sight])).toBeGreaterThanOrEqual(
      LEAST_DISTANCE,
    );
  });
});

describe('serviceColors', () => {
  const eight = [
    'Amazon Relational Database Service',
    'AWS Lambda',
    'Amazon Elastic Container Service',
    'Amazon Elastic Load Balancing',
    'AmazonVPC',
    'AmazonCloudWatch',
    'Amazon Simple Storage Service',
    'Amazon API Gateway',
  ];

  it('gives a service its own colour whatever stands beside it', () => {
    for (const service of eight) {
      expect(serviceColors(eight, light).get(service)).toBe(
        serviceColor(service, light),
      );
    }
  });

  it('never gives two services side by side the same colour', () => {
    const services = Array.from(
      { length: 8 },
      (_, index) => `service ${index}`,
    );
    expect(new Set(serviceColors(services, dark).values()).size).toBe(8);
  });

  it('lets the more important of two keep its colour', () => {
    const colors = serviceColors(
      ['AWS Lambda', 'Amazon Elastic Compute Cloud - Compute'],
      light,
    );
    expect(colors.get('AWS Lambda')).toBe(serviceColor('AWS Lambda', light));
    expect(colors.get('Amazon Elastic Compute Cloud - Compute')).not.toBe(
      colors.get('AWS Lambda'),
    );
  });

  it('repeats colours when there are more services than colours', () => {
    const services = Array.from(
      { length: 12 },
      (_, index) => `service ${index}`,
    );
    expect(serviceColors(services, light).size).toBe(12);
  });
});
