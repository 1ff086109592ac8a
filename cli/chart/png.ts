import { Resvg } from '@resvg/resvg-js';
import { FAMILY, fontFiles } from './fonts.js';

/**
 * An SVG as PNG, in the shipped fonts only: those of the machine would make other pictures elsewhere.
 *
 * @param scale pixels of the PNG for each of the SVG: 2 for print and fine screens
 */
export function pngOf(svg: string, scale: number): Uint8Array {
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: FAMILY },
    background: 'white',
  });
  return picture.render().asPng();
}
