/** What will be written in a column that no model sees, as the engine makes it. The latest question wins. */
import type { MadeExamples } from '../core/models/identifiers/examples.ts';
import type { ColumnChoices } from '../core/table/choices.ts';
import { failed, IDLE, isCancelled, type Phase } from './phase.ts';
import type { ColumnRow, Project } from './project.svelte.ts';
import type { Services } from './services.ts';

export class MadeCells {
  #services: Services;
  #project: Project;
  #questions = 0;

  examples = $state.raw<Phase<MadeExamples>>(IDLE);

  constructor(services: Services, project: Project) {
    this.#services = services;
    this.#project = project;
  }

  /** Answers whether cells can be made so. */
  async ask({ name, index, inference }: ColumnRow, choices: ColumnChoices): Promise<boolean> {
    const column = this.#project.read?.table.columns[index];
    if (column?.name !== name) return false;
    const question = ++this.#questions;
    const isClaimed = this.#project.privacy !== null;
    try {
      const value = await this.#services.engine.examples({ column, inference, choices, isClaimed });
      if (question === this.#questions) this.examples = { kind: 'done', value };
      return question === this.#questions;
    } catch (error) {
      if (question === this.#questions) this.examples = isCancelled(error) ? IDLE : failed(error);
      return false;
    }
  }
}
