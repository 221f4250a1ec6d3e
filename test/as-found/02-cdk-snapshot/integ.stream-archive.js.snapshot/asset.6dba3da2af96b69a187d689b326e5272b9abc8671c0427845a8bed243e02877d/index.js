// empties the bucket before it is deleted (bundled code left out)
exports.handler = async () => ({ PhysicalResourceId: "auto-delete" });
