import java.nio.file.Path;
import java.util.Arrays;
import org.neo4j.cli.ExecutionContext;
import org.neo4j.importer.ImportCommand;
import picocli.CommandLine;

/** What {@code neo4j-admin database import full} runs. Arguments: home of the server, then those of the command. */
public class Import {
    public static void main(String[] args) {
        var home = Path.of(args[0]);
        var command = new ImportCommand.Full(new ExecutionContext(home, home.resolve("conf")));
        System.exit(new CommandLine(command).execute(Arrays.copyOfRange(args, 1, args.length)));
    }
}
