/** Prints the pictures of docs/detection.md as one JSON object, rule name → SVG, for `npm run generate`. */
import { drawMetricPictures } from './metricPictures';
import { drawPictures } from './pictures';

process.stdout.write(
  JSON.stringify({ ...drawPictures(), ...drawMetricPictures() }),
);
