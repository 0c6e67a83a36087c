/** The catalogue's sentence for a notice: the one way for components to reach it. */
export { noticeText } from '../core/errors.ts';
