import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { listClassFolders } from './class-folders.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

const listed = async (
  folder: string,
): Promise<{ files: string[]; classes: string[]; rejected: string[] }> => {
  const { records, classes, rejected } = await listClassFolders(folder);
  return {
    files: records.map(({ file, className }) => `${className}: ${file}`),
    classes: [...classes],
    rejected: rejected.map(({ file, reason, detail }) => `${file} (${reason}: ${detail})`),
  };
};

describe('listClassFolders', () => {
  it('orders classes and files by code units, and takes nested folders into their class', async () => {
    const folder = writeFiles(temporaryFolder(), {
      'b/2.png': '',
      'b/10.png': '',
      'b/deep/er/1.png': '',
      'B/1.png': '',
      'a/z': '',
      'a/Z': '',
    });
    expect(await listed(folder)).toEqual({
      files: ['B: B/1.png', 'a: a/Z', 'a: a/z', 'b: b/10.png', 'b: b/2.png', 'b: b/deep/er/1.png'],
      classes: ['B', 'a', 'b'],
      rejected: [],
    });
  });

  it('passes over hidden files and folders, keeps empty classes, lists files outside the classes', async () => {
    const folder = writeFiles(temporaryFolder(), {
      '.git/config': '',
      'a/.DS_Store': '',
      'a/.thumbs/1.png': '',
      'a/1.png': '',
      'README.md': '',
    });
    mkdirSync(join(folder, 'empty'));
    expect(await listed(folder)).toEqual({
      files: ['a: a/1.png'],
      classes: ['a', 'empty'],
      rejected: ['README.md (no-class: it lies outside the class folders)'],
    });
  });

  it('names classes in composed Unicode, and joins two spellings of one name', async () => {
    const folder = writeFiles(temporaryFolder(), {
      'Rene\u0301e/1.png': '',
      'Ren\u00e9e/2.png': '',
      '猫/ねこ 1.png': '',
    });
    expect(await listed(folder)).toEqual({
      files: ['Ren\u00e9e: Rene\u0301e/1.png', 'Ren\u00e9e: Ren\u00e9e/2.png', '猫: 猫/ねこ 1.png'],
      classes: ['Ren\u00e9e', '猫'],
      rejected: [],
    });
  });

  it('follows links, but not in circles', async () => {
    const elsewhere = writeFiles(temporaryFolder(), { '1.png': '', 'more/2.png': '' });
    const folder = writeFiles(temporaryFolder(), { 'a/1.png': '' });
    symlinkSync(elsewhere, join(folder, 'b'));
    symlinkSync('..', join(folder, 'a', 'up'));
    symlinkSync('.', join(folder, 'a', 'self'));
    symlinkSync(join(folder, 'a'), join(elsewhere, 'more', 'other class'));
    symlinkSync('1.png', join(folder, 'a', '2.png'));
    symlinkSync('nowhere', join(folder, 'a', '3.png'));
    symlinkSync('nowhere', join(folder, 'c'));
    symlinkSync('circle', join(folder, 'a', 'circle'));
    symlinkSync('/', join(folder, 'a', 'everything'));
    symlinkSync('../..', join(folder, 'outside'));
    const loop = 'loop: it leads to a folder already searched';
    const above = 'loop: it leads to a folder that holds the data set';
    expect(await listed(folder)).toEqual({
      files: [
        'a: a/1.png',
        'a: a/2.png',
        'b: b/1.png',
        'b: b/more/2.png',
        'b: b/more/other class/1.png',
        'b: b/more/other class/2.png',
      ],
      classes: ['a', 'b', 'outside'],
      rejected: [
        'a/3.png (unreadable: ENOENT: no such file or directory)',
        'a/circle (unreadable: ELOOP: too many symbolic links encountered)',
        `a/everything (${above})`,
        `a/self (${loop})`,
        `a/up (${loop})`,
        'b/more/other class/3.png (unreadable: ENOENT: no such file or directory)',
        'b/more/other class/circle (unreadable: ELOOP: too many symbolic links encountered)',
        `b/more/other class/everything (${above})`,
        `b/more/other class/self (${loop})`,
        `b/more/other class/up (${loop})`,
        'c (unreadable: ENOENT: no such file or directory)',
        `outside (${above})`,
      ],
    });
  });

  it('says what is missing', async () => {
    const flat = writeFiles(temporaryFolder(), { '1.png': '', '2.png': '' });
    await expect(listClassFolders(flat)).rejects.toThrow(
      `${flat}: expected one folder a class inside, found none (2 files).`,
    );
    await expect(listClassFolders(join(flat, 'none'))).rejects.toThrow(
      'cannot be read as a folder (ENOENT: no such file or directory)',
    );
    await expect(listClassFolders(join(flat, '1.png'))).rejects.toThrow('(ENOTDIR: not a directory)');
  });
});
