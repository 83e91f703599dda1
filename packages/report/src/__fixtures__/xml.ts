import sharp from 'sharp';

/** Whether an XML parser (that of librsvg) takes the text. The rules of XML are stricter than those of HTML. */
export async function isWellFormed(text: string): Promise<boolean> {
  const content = text.replace(/^<!doctype html>/, '');
  const wrapped = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><metadata>${content}</metadata></svg>`;
  try {
    await sharp(Buffer.from(wrapped)).png().toBuffer();
    return true;
  } catch {
    return false;
  }
}

/** Every address in the text that a browser could load, names of XML dialects and parts of the page aside. */
export function addresses(text: string): readonly string[] {
  return [...text.matchAll(/(?:https?:|\/\/|url\(|@import|(?:src|href)=")[^\s"']*/g)]
    .map(([address]) => address)
    .filter(
      (address) =>
        !/^(http:\/\/www\.w3\.org\/2000\/svg|\/\/www\.w3|src="data:image\/png;base64,|href="#)/.test(address),
    );
}

/** Every attribute of this name. */
export const attributes = (text: string, name: string): readonly string[] =>
  [...text.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);
