import { describe, expect, test } from 'vitest';
import { certifySettings } from '../../dist/src/cli/certify-settings.js';
import { readReporter } from '../../dist/src/cli/option-values.js';
import { reportOutputs, type ReportOutput } from '../../dist/src/cli/report-outputs.js';
import { UsageError } from '../../dist/src/core/errors.js';

/** Where reports go, as `name > place`. */
function places(reporters: readonly string[], folder?: string, isGithub = false): string[] {
  const settings = certifySettings(
    {
      ...(reporters.length === 0 ? {} : { reporter: reporters.map(readReporter) }),
      ...(folder === undefined ? {} : { outputDir: folder }),
      save: true,
    },
    {},
    1,
  );
  return reportOutputs(settings, isGithub).map(place);
}

const place = ({ name, to }: ReportOutput): string =>
  `${name} > ${to.kind === 'file' ? to.path : to.kind}`;

describe('reports go', () => {
  test.each([
    [[], ['human > stdout']],
    [['json'], ['json > stdout']],
    [
      ['json', 'human'],
      ['json > stdout', 'human > stderr'],
    ],
    [['json=a.json'], ['json > a.json', 'human > stdout']],
    [['html'], ['html > .allocert/report.html', 'human > stdout']],
    [
      ['html=out/page.html', 'sarif'],
      ['html > out/page.html', 'sarif > stdout'],
    ],
    [
      ['minimal', 'junit=x.xml'],
      ['minimal > stdout', 'junit > x.xml'],
    ],
    [
      ['json', 'json=b.json'],
      ['json > stdout', 'json > b.json'],
    ],
  ])('of %j to %j', (reporters, expected) => {
    expect(places(reporters)).toEqual(expected);
  });

  test('into a folder that was named for them as well', () => {
    expect(places(['json', 'html'], 'out')).toEqual([
      'json > stdout',
      'json > out/report.json',
      'html > out/report.html',
    ]);
  });

  test('to GitHub by themselves under its actions, beside the human one', () => {
    expect(places([], undefined, true)).toEqual(['human > stdout', 'github > stdout']);
    expect(places(['sarif'], undefined, true)).toEqual(['sarif > stdout', 'github > stderr']);
    expect(places(['github'], undefined, true)).toEqual(['github > stdout', 'human > stdout']);
  });

  test('never two into one standard output', () => {
    expect(() => places(['json', 'sarif'])).toThrow(UsageError);
    expect(() => places(['json', 'sarif'])).toThrow('--reporter sarif=report.sarif');
  });
});

test('a reporter is named with its file, and a file without a name is a mistake', () => {
  expect(readReporter('json')).toEqual({ name: 'json' });
  expect(readReporter('html=a=b.html')).toEqual({ name: 'html', file: 'a=b.html' });
  expect(() => readReporter('jsn=a')).toThrow('Did you mean json?');
  expect(() => readReporter('json=')).toThrow('a file behind the sign');
});
