/**
 * The icons: own drawings in a box of 16, stroke 1.5 with round ends, in the colour of the text beside them. Each is
 * one path of strokes; `fill` names a second path that is filled.
 */

export type IconDrawing = Readonly<{ stroke: string; fill?: string }>;

export const icons = {
  arrow: { stroke: 'M2.5 8h10.5M9 4l4 4-4 4' },
  tick: { stroke: 'M2.5 8.5l3.75 3.75L13.5 4.5' },
  dash: { stroke: 'M4 8h8' },
  dot: { stroke: '', fill: 'M6.25 8a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0z' },
  chevron: { stroke: 'M3.5 6l4.5 4.5L12.5 6' },
  updown: { stroke: 'M4.5 6L8 2.5 11.5 6M4.5 10L8 13.5 11.5 10' },
  file: { stroke: 'M3.75 1.75h5.5l3 3v9.5h-8.5zM9 2v3h3' },
  shield: { stroke: 'M8 1.5l5.5 2v4.25c0 3.25-2.25 5.5-5.5 6.75-3.25-1.25-5.5-3.5-5.5-6.75V3.5zM5.5 7.5h5' },
  triangle: { stroke: 'M8 2.25L14.5 13.5h-13zM8 6.5v3', fill: 'M7.1 11.5a.9.9 0 1 0 1.8 0a.9.9 0 1 0-1.8 0z' },
  octagon: {
    stroke: 'M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM8 4.75v3.75',
    fill: 'M7.1 10.9a.9.9 0 1 0 1.8 0a.9.9 0 1 0-1.8 0z',
  },
  info: {
    stroke: 'M1.75 8a6.25 6.25 0 1 0 12.5 0a6.25 6.25 0 1 0-12.5 0zM8 7.5v3.75',
    fill: 'M7.1 5a.9.9 0 1 0 1.8 0a.9.9 0 1 0-1.8 0z',
  },
  question: {
    stroke: 'M1.75 8a6.25 6.25 0 1 0 12.5 0a6.25 6.25 0 1 0-12.5 0zM6.1 6.4a1.9 1.9 0 1 1 2.7 1.7c-.5.25-.8.55-.8 1.1',
    fill: 'M7.15 11.3a.85.85 0 1 0 1.7 0a.85.85 0 1 0-1.7 0z',
  },
  theme: {
    stroke: 'M1.75 8a6.25 6.25 0 1 0 12.5 0a6.25 6.25 0 1 0-12.5 0z',
    fill: 'M8 1.75a6.25 6.25 0 0 1 0 12.5z',
  },
  undo: { stroke: 'M5.5 2.5L2.5 5.5l3 3M2.75 5.5H9a4 4 0 0 1 0 8H6' },
  redo: { stroke: 'M10.5 2.5l3 3-3 3M13.25 5.5H7a4 4 0 0 0 0 8h3' },
  download: { stroke: 'M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.75h11' },
  print: { stroke: 'M4.5 5.5v-4h7v4M4.5 11.5H2v-6h12v6h-2.5M4.5 9.25h7v5h-7z' },
  close: { stroke: 'M3.5 3.5l9 9M12.5 3.5l-9 9' },
} as const satisfies Readonly<Record<string, IconDrawing>>;

export type IconName = keyof typeof icons;
