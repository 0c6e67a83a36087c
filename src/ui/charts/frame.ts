/**
 * What every chart shares: the frame's words, the table under it, and the two files it can be saved as. Charts compute
 * places on the screen and nothing else; every number comes from a finding.
 */
import type { Palette } from './palette.ts';

/** `label` states the finding for readers; `heading` is the same for eyes. `isBare`: the drawing alone, inside a strip. */
export type FrameProps = Readonly<{
  label: string;
  heading?: string | undefined;
  caption?: string | undefined;
  /** Name of the saved files, without ending. */
  fileName?: string;
  isBare?: boolean;
  /** Level of the heading in the page's outline. */
  level?: 2 | 3 | 4;
}>;

export type ChartTable = Readonly<{
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}>;

/** Where a chart is drawn: px wide, resolved colours, and a prefix for the names that the drawing gives. */
export type ChartSpace = Readonly<{ width: number; palette: Palette; id: string }>;

/** Comma-separated text, quoted where needed; numbers to twelve digits, which drops the dust of binary fractions. */
export function tableCsv(table: ChartTable): string {
  const cell = (value: string | number | null): string => {
    const text = value === null ? '' : typeof value === 'number' ? String(Number(value.toPrecision(12))) : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** The drawing as a file of its own: white ground, a title for readers, nothing that points at the page. */
export function drawingFile(drawing: SVGSVGElement, label: string): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  for (const comment of commentsBelow(copy)) comment.remove();
  for (const element of [copy, ...copy.querySelectorAll('*')]) element.removeAttribute('class');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: '#ffffff' })) {
    ground.setAttribute(name, value);
  }
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = label;
  copy.prepend(title, ground);
  return new XMLSerializer().serializeToString(copy);
}

function commentsBelow(root: Node): Comment[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const comments: Comment[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode as Comment);
  return comments;
}

/** Hands a text to the browser's own download, under `name`. */
export function saveText(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A guess at the width of a text in px, on the safe side for a face 15 % wider than usual. */
export function textWidth(text: string, size = 11): number {
  return text.length * size * 0.6;
}

/** The text, cut with … to about `width` px. */
export function cutText(text: string, width: number, size = 11): string {
  const room = Math.max(3, Math.floor(width / (size * 0.58)));
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
