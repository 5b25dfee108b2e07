// Reads one target of a repository by tuf-js: URL, root.json, working directory, target; writes it to standard output.
const fs = require('node:fs');
const path = require('node:path');
const { Updater } = require('tuf-js');

async function main(url, root, work, target) {
    fs.copyFileSync(root, path.join(work, 'root.json'));
    const updater = new Updater({
        metadataDir: work,
        metadataBaseUrl: url + '/metadata',
        targetDir: work,
        targetBaseUrl: url + '/targets',
    });
    await updater.refresh();
    const info = await updater.getTargetInfo(target);
    if (!info) {
        throw new Error('no such target: ' + target);
    }
    process.stdout.write(fs.readFileSync(await updater.downloadTarget(info)));
}

main(...process.argv.slice(2)).catch((error) => {
    console.error(error);
    process.exit(1);
});
