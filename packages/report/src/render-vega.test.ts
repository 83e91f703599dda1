import { expect, it, jest } from '@jest/globals';
import { renderVega } from './render-vega.js';

const options = { title: 't', legend: [], width: 100, height: 100 };

it('throws what goes wrong while drawing, and prints nothing', async () => {
  const methods = ['log', 'info', 'warn', 'error'] as const;
  const printed = methods.map((method) => jest.spyOn(console, method).mockImplementation(() => undefined));
  const broken = renderVega(
    {
      layer: [
        {
          data: { values: [{ x: 1 }] },
          transform: [{ calculate: 'datum.no.such', as: 'y' }],
          mark: 'line',
          encoding: { x: { field: 'x' }, y: { field: 'y' } },
        },
      ],
    },
    options,
  );
  await expect(broken).rejects.toThrow(/^renderVega: TypeError: Cannot read properties of undefined/);
  // A mark that takes no such channel is a warning of the compiler.
  await renderVega({ layer: [{ mark: 'line', data: { values: [{ x: 1 }] }, encoding: { text: { field: 'x' } } }] }, options); // prettier-ignore
  for (const spy of printed) expect(spy).not.toHaveBeenCalled();
});
