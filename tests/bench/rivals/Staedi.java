/* Staedi.java - what StAEDI does with a file, by the schema that rules.py wrote.
 *
 *     Staedi speed SCHEMA FILE SECONDS     warms up for a second, then reads the file again and again; prints MB/s of processor time (of this
 *                                          thread alone: what the collector and the compiler take is not counted) and the errors of a pass
 *     Staedi check SCHEMA FILE…            prints how many of the files have errors
 */
import io.xlate.edi.schema.Schema;
import io.xlate.edi.schema.SchemaFactory;
import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamReader;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

public class Staedi {
    /* Errors found, or -1 when the file cannot be read to its end. */
    static long read(EDIInputFactory factory, Schema schema, byte[] text) throws Exception {
        long errors = 0;
        try (EDIStreamReader reader = factory.createEDIStreamReader(new ByteArrayInputStream(text))) {
            while (reader.hasNext()) {
                EDIStreamEvent event = reader.next();
                if (event == EDIStreamEvent.START_TRANSACTION) reader.setTransactionSchema(schema);
                else if (event.isError()) errors++;
            }
        } catch (io.xlate.edi.stream.EDIStreamException e) {
            return -1;
        }
        return errors;
    }

    public static void main(String[] args) throws Exception {
        Schema schema = SchemaFactory.newFactory().createSchema(new FileInputStream(args[1]));
        EDIInputFactory factory = EDIInputFactory.newFactory();
        if (args[0].equals("check")) {
            int rejected = 0;
            for (int i = 2; i < args.length; i++)
                if (read(factory, schema, Files.readAllBytes(Path.of(args[i]))) != 0) rejected++;
            System.out.println(rejected);
            return;
        }
        byte[] text = Files.readAllBytes(Path.of(args[2]));
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long errors, start = clock.getCurrentThreadCpuTime(), passes = 0, nanos;
        do errors = read(factory, schema, text);
        while (clock.getCurrentThreadCpuTime() - start < 1_000_000_000L);
        start = clock.getCurrentThreadCpuTime();
        do {
            read(factory, schema, text);
            passes++;
            nanos = clock.getCurrentThreadCpuTime() - start;
        } while (nanos < Double.parseDouble(args[3]) * 1e9);
        System.out.printf(java.util.Locale.ROOT, "%.4f %d%n", text.length * (double) passes / nanos * 1e3, errors);
    }
}
