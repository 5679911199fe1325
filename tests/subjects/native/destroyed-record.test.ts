import { expect, test } from 'vitest';
import { controlWords } from '../../../dist/src/subjects/native/control-block.js';
import { RECORD_DESTROYED } from '../../../dist/src/subjects/destroyed-record.js';
import { certifySubject, violatedIn, witnessesIn } from '../../support/certify-subject.js';
import { libraryFolder, needsCompiler } from './native-corpus.js';

// Goal: a subject that writes over the record of its answers is told to have done that. Nothing that
// the record then says is judged, and the tool never fails by it.

const folder = libraryFolder();

test.for([
  ['stepsAt', 'no-fault', RECORD_DESTROYED],
  ['headersAt', 'no-fault', RECORD_DESTROYED],
  ['eventsAt', 'no-fault', RECORD_DESTROYED],
  // What is asked cannot be written: the write itself is the fault.
  ['requestsAt', 'no-fault', 'SIGSEGV'],
  ['magic', 'no-fault', 'SIGSEGV'],
  // No judge reads these, or only what ended a process.
  ['progressAt', undefined, undefined],
  ['textsAt', undefined, undefined],
] as const)(
  'a write over the record from %s on breaks %s and nothing else',
  async ([part, property, message], context) => {
    needsCompiler(context);
    const locator = folder.compile('destroys-record.c', `-DWORD=${controlWords.indexOf(part)}`);
    const result = await certifySubject({ locator, seed: 1, runs: 64 });
    expect(violatedIn(result), witnessesIn(result).join('\n')).toEqual(
      property === undefined ? [] : [property],
    );
    const told = result.properties.find(({ id }) => id === property)?.witness;
    expect(told?.trial.main.death?.message).toBe(message);
  },
);
