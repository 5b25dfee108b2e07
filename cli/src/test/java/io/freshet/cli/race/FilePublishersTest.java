package io.freshet.cli.race;

import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.Stores;
import java.util.Map;

class FilePublishersTest extends PublishersContract {
    @Override
    ObjectStore open(String place) throws Exception {
        return Stores.load(getClass().getClassLoader(), new StoreContext(Map.of(), "freshet/test"))
                .open("file:" + directory.resolve(place));
    }
}
