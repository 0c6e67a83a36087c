/** A notice's sentence: the state brings it along with the notice, since sentences live with the catalogue in core. */
export { noticeText as noticeSentence } from '../../state/notice-text.ts';
