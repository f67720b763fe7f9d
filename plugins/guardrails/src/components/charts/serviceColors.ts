/**
 * Which colour stands for an AWS service.
 *
 * Eight hues, each in one shade for a light and one for a dark paper, chosen so that every shade has a contrast of 3:1
 * to its paper and all pairs stay apart for readers with protanopia, deuteranopia and tritanopia (the test measures it).
 */
import type { Theme } from '@material-ui/core/styles';

export const LIGHT_SHADES: readonly string[] = [
  '#2726cc', // blue
  '#a65706', // orange
  '#01816e', // teal
  '#6d2f75', // plum
  '#b88a17', // gold
  '#a252fc', // violet
  '#6899b8', // sky
  '#900f21', // red
];

export const DARK_SHADES: readonly string[] = [
  '#6d8af3',
  '#ff9d36',
  '#56d1a3',
  '#a784ab',
  '#f3dc58',
  '#aeaff6',
  '#a8ebfa',
  '#d5725b',
];

/** What is gathered under `other`: no hue of its own. */
const OTHER = { light: '#767676', dark: '#9e9e9e' } as const;

/**
 * The services most bills are made of, spread so that those often seen together differ, and none that is often the
 * largest looks like an alarm. Any other one is hashed.
 */
const HUE_OF_KNOWN_SERVICE: Readonly<Record<string, number>> = {
  'Amazon Relational Database Service': 0,
  'Amazon Elastic Compute Cloud - Compute': 1,
  'AWS Lambda': 1,
  'Amazon Elastic Container Service': 2,
  'Amazon CloudFront': 2,
  'Amazon Elastic Load Balancing': 3,
  AmazonVPC: 4,
  'Amazon Virtual Private Cloud': 4,
  AmazonCloudWatch: 5,
  'Amazon Simple Storage Service': 6,
  'EC2 - Other': 6,
  'Amazon API Gateway': 7,
  'Amazon DynamoDB': 7,
};

function preferredHue(service: string): number {
  const known = HUE_OF_KNOWN_SERVICE[service];
  if (known !== undefined) return known;
  let hash = 0;
  for (const character of service) {
    // The multiplier of Java's String.hashCode: cheap, and spreads short names well.
    hash = (hash * 31 + character.codePointAt(0)!) % 0x7fffffff;
  }
  return hash % LIGHT_SHADES.length;
}

/** The colour of a service, the same on every screen. */
export function serviceColor(service: string, theme: Theme): string {
  const shades = theme.palette.type === 'dark' ? DARK_SHADES : LIGHT_SHADES;
  return shades[preferredHue(service)];
}

/** The colour of everything that has none of its own. */
export function otherColor(theme: Theme): string {
  return OTHER[theme.palette.type];
}

/**
 * The colours of services that are seen side by side: each its own colour, except that of two with the same one
 * the later takes the next that is free.
 *
 * @param services - the most important first; beyond eight, colours repeat
 */
export function serviceColors(
  services: readonly string[],
  theme: Theme,
): ReadonlyMap<string, string> {
  const shades = theme.palette.type === 'dark' ? DARK_SHADES : LIGHT_SHADES;
  const taken = new Set<number>();
  const colors = new Map<string, string>();
  for (const service of services) {
    let hue = preferredHue(service);
    while (taken.has(hue) && taken.size < shades.length) {
      hue = (hue + 1) % shades.length;
    }
    taken.add(hue);
    colors.set(service, shades[hue]);
  }
  return colors;
}
