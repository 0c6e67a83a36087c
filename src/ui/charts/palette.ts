/**
 * The colours of charts, as values: a saved or printed chart must keep its look without the page's style sheet. The
 * same roles as in `tokens.css`. Saved and printed charts take the light set on white.
 */

export type Palette = Readonly<{
  paper: string;
  ink: string;
  ink2: string;
  ink3: string;
  edge: string;
  line: string;
  accent: string;
  accentSoft: string;
  accentMid: string;
  neg: string;
}>;

export const lightPalette: Palette = {
  paper: '#fdfdfb',
  ink: '#15191c',
  ink2: '#454c52',
  ink3: '#636a70',
  edge: '#80868b',
  line: '#e1e1da',
  accent: '#0b6270',
  accentSoft: '#dcebed',
  accentMid: '#7fb3ba',
  neg: '#8a5a16',
};

export const darkPalette: Palette = {
  paper: '#111416',
  ink: '#e8eae8',
  ink2: '#b9bfc2',
  ink3: '#939ba0',
  edge: '#747c83',
  line: '#2d3338',
  accent: '#6fc6cf',
  accentSoft: '#15363b',
  accentMid: '#37757d',
  neg: '#d9a55a',
};

/** On paper: white below, so that a grey printer lays no tint. */
export const printPalette: Palette = { ...lightPalette, paper: '#ffffff' };

/** The user's own colours: shapes, hatches and words carry the difference. */
export const forcedPalette: Palette = {
  paper: 'Canvas',
  ink: 'CanvasText',
  ink2: 'CanvasText',
  ink3: 'CanvasText',
  edge: 'CanvasText',
  line: 'ButtonFace',
  accent: 'Highlight',
  accentSoft: 'Canvas',
  accentMid: 'GrayText',
  neg: 'CanvasText',
};

/** The faces of charts, as one attribute value without quotes that an attribute would have to escape. */
export const chartFont =
  "-apple-system, 'Segoe UI Variable Text', 'Segoe UI', Roboto, Inter, 'Noto Sans', Cantarell, Ubuntu, 'Liberation Sans', Arial, system-ui, sans-serif";
