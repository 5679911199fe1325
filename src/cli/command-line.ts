import { Command } from 'commander';
import type { ExitCodeValue } from '../core/exit-code.js';
import { reporterNames } from '../report/reporter-names.js';
import { tool } from '../witness/tool.js';
import type { CertifyFlags } from './certify-settings.js';
import type { InspectFlags } from './commands/inspect.js';
import {
  readAlign,
  readDuration,
  readEffort,
  readExport,
  readFolder,
  readFormat,
  readProperty,
  readReporter,
  readRuns,
  readSeed,
} from './option-values.js';
import type { ReplayFlags } from './replay-options.js';

const subjectHelp =
  'A subject is a path (.wasm, .so, .js, .mjs, .ts), builtin:bump, builtin:first-fit, or --command.';

const exitCodeHelp = `Exit codes:
  0 holds   1 violated   2 wrong usage   3 inconclusive   4 subject cannot be loaded
  70 bug of allocert   130 interrupted`;

/**
 * The command line: commands, options and help. A command's work is loaded when it runs, so that
 * --help does not wait for it; it answers the exit code to `finish`.
 */
export function commandLine(finish: (code: ExitCodeValue) => void): Command {
  const program = new Command('allocert')
    .description(
      'Certifies memory allocators: a verdict per property, and a witness for each violation.',
    )
    .version(`${tool.name} ${tool.version}`, '-V, --version')
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ allocert certify builtin:first-fit
  $ allocert certify my-allocator.wasm --contract c17 --max-time 10m
  $ allocert certify --command ./firmware-in-emulator.sh
  $ allocert replay .allocert/witnesses/no-overlap-7c1f.json
  $ allocert explain no-overlap

${exitCodeHelp}`,
    );
  addCertify(program, finish);
  addReplay(program, finish);
  addInspect(program, finish);
  addExplain(program, finish);
  addInit(program, finish);
  return program;
}

function addCertify(program: Command, finish: (code: ExitCodeValue) => void): void {
  subjectOptions(program.command('certify [subject...]'))
    .summary('judge allocators and report a verdict per property')
    .description(`Judges allocators against their contracts. ${subjectHelp}`)
    .option('--seed <n>', 'start of the random programs; drawn and printed if absent', readSeed)
    .option('--effort <level>', 'quick, standard or deep (default: standard)', readEffort)
    .option('--runs <n>', 'number of programs; default by --effort', readRuns)
    .option('--max-time <time>', 'stop after so long, inconclusive: 30s, 10m', readDuration)
    .option('--property <id>', 'judge this property only; repeatable', collect(readProperty))
    .option(
      '--reporter <name[=file]>',
      `${reporterNames.join(', ')}, to standard output or a file; repeatable (default: human)`,
      collect(readReporter),
    )
    .option(
      '--output-dir <dir>',
      'where witnesses and report files go (default: .allocert)',
      readFolder,
    )
    .option('--no-save', 'write no witness files')
    .option('--verbose', 'tell also which coverage goals cannot be met, and why')
    .option('--config <file>', 'configuration file; default: allocert.config.{ts,mts,mjs,js,json}')
    .addHelpText('after', `\n${exitCodeHelp}`)
    .action(async (paths: string[], flags: CertifyFlags & CommandFlags, self: Command) => {
      const subjects = subjectsOf(paths, flags, self);
      const { certifyCommand } = await import('./commands/certify.js');
      finish(await certifyCommand(subjects, flags));
    });
}

function addReplay(program: Command, finish: (code: ExitCodeValue) => void): void {
  subjectOptions(program.command('replay <file>'))
    .summary('run a saved witness or a trace again')
    .description(
      'Runs a witness again and says whether it still breaks its property. With --subject it also ' +
        'takes a trace of a malloc lab (.rep), or a program literal ("allocert/1 ...") as a word or ' +
        'in a file.',
    )
    .option('--subject <subject>', 'whom to run a trace or a literal against')
    .option(
      '--as <format>',
      'write it as a trace (rep) or as a program that needs no allocert (c, rust, global-alloc, ts)',
      readFormat,
    )
    .option('--output <file>', 'where --as writes; default: standard output')
    .option('--reporter <name[=file]>', 'as for certify; repeatable', collect(readReporter))
    .option('--same-subject', 'refuse if the subject has changed since the witness was written')
    .addHelpText(
      'after',
      `\n${exitCodeHelp}\n  Here 0 is fixed, 1 still violated, 3 not applicable.`,
    )
    .action(async (file: string, flags: ReplayFlags & CommandFlags) => {
      const line = flags.command?.at(-1);
      const named = line === undefined ? {} : { subject: `command:${line}` };
      const { replayCommand } = await import('./commands/replay.js');
      finish(await replayCommand(file, { ...named, ...flags }));
    });
}

function addInspect(program: Command, finish: (code: ExitCodeValue) => void): void {
  subjectOptions(program.command('inspect [subject]'))
    .summary('show what is known of a subject')
    .description(`Shows what was found in a subject, its contract and its goals. ${subjectHelp}`)
    .action(async (path: string | undefined, flags: InspectFlags & CommandFlags, self: Command) => {
      const subjects = subjectsOf(path === undefined ? [] : [path], flags, self);
      if (subjects.length > 1) self.error('error: inspect takes one subject at a time');
      const { inspectCommand } = await import('./commands/inspect.js');
      finish(await inspectCommand(subjects[0], flags));
    });
}

function addExplain(program: Command, finish: (code: ExitCodeValue) => void): void {
  program
    .command('explain [name]')
    .summary('explain a property, a contract preset or a clause')
    .description(
      'Explains a property, a contract preset or a contract clause; alone: lists them all.',
    )
    .action(async (name: string | undefined) => {
      const { explainCommand } = await import('./commands/explain.js');
      finish(explainCommand(name));
    });
}

function addInit(program: Command, finish: (code: ExitCodeValue) => void): void {
  program
    .command('init <language> <folder>')
    .summary('start a project in Rust or C')
    .description(
      'Writes a small project into a new folder and says how to build and certify it: in rust, a ' +
        'crate that implements GlobalAlloc; in c, one file and a header. Both export the functions ' +
        'that allocert calls.',
    )
    .action(async (language: string, folder: string) => {
      const { initCommand } = await import('./commands/init.js');
      finish(initCommand(language, folder));
    });
}

interface CommandFlags {
  readonly command?: readonly string[];
}

/** The subjects by path and by command line; none is the mistake that commander knows. */
function subjectsOf(paths: readonly string[], flags: CommandFlags, self: Command): string[] {
  const subjects = [...paths, ...(flags.command ?? []).map((line) => `command:${line}`)];
  if (subjects.length === 0) self.error("error: missing required argument 'subject'");
  return subjects;
}

/** What says what the subject is and what it promises: common to all commands that load one. */
function subjectOptions(command: Command): Command {
  return command
    .option(
      '--contract <contract>',
      'preset or file (.json, .ts, .js); default: by what it exports',
    )
    .option(
      '--command <line>',
      'a program that speaks allocert-wire/1, as typed into a shell; repeatable',
      collect((line) => line),
    )
    .option('--max-align <bytes>', 'largest alignment asked, up to 65536', readAlign)
    .option(
      '--export <name=function>',
      'function of a subject with odd names, such as alloc=my_alloc; repeatable',
      (text: string, before: Record<string, string> | undefined) => {
        const [name, target] = readExport(text);
        return { ...before, [name]: target };
      },
    );
}

function collect<Value>(read: (text: string) => Value) {
  return (text: string, before: readonly Value[] | undefined): readonly Value[] => [
    ...(before ?? []),
    read(text),
  ];
}
