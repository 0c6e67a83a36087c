/** The shapes that components are shown, from the rooms that they may not reach themselves. */
export type { Preview } from '../frame/frame.ts';
export type { Project as StoredProject } from '../storage/projects.ts';
export type { RunRecord } from '../storage/runs.ts';
export type { FileFormat, FirstRows, GenerateDone, Planned, Read, Written } from '../../workers/api.ts';
